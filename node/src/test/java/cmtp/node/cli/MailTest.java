package cmtp.node.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cmtp.node.TestNode;
import cmtp.node.cli.Shell.Result;
import cmtp.node.cli.console.ExitCode;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mail from shell to shell, through a real node. */
class MailTest extends MailFixture {
  @Test
  void arrivesWithoutAttachments() throws IOException {
    Shell alice = account("alice");
    Shell bob = account("bob");
    Result sent =
        alice.ok(
            "send", address("bob"), "--subject", "Grüße aus 日本", "--text", "Ünïcödé 🚀\nZeile 2");
    assertEquals(address("bob") + ": delivered\n", sent.out());

    JsonNode listed = only(bob);
    assertEquals("Grüße aus 日本", listed.get("subject").asText());
    assertEquals(address("alice"), listed.get("from").asText());
    assertEquals(0, listed.get("flags").size());
    JsonNode read = read(bob, 1);
    assertEquals("PROVEN", read.get("proof").asText());
    assertEquals("Ünïcödé 🚀\nZeile 2", read.get("text").asText());
    assertEquals(listed.get("mid"), read.get("mid"));
    assertEquals(0, read.get("attachments").size());
    assertEquals(List.of("seen"), texts(only(bob).get("flags")));
    assertEquals(0, bob.ok("inbox", "--unread", "--json").json().get("messages").size());
  }

  @Test
  void arrivesWithOneAttachment() throws IOException {
    Shell alice = account("alice");
    Shell bob = account("bob");
    Files.writeString(alice.home().resolve("Müller.txt"), "data");
    alice.ok("send", address("bob"), "-s", "one", "-t", "see file", "-a", "Müller.txt");
    JsonNode file = read(bob, 1).get("attachments").get(0);
    assertEquals("Müller.txt", file.get("name").asText());
    assertEquals(4, file.get("bytes").asInt());
    bob.ok("read", "1", "--save", "saved");
    assertEquals("data", Files.readString(bob.home().resolve("saved/Müller.txt")));
    bob.ok("read", "1", "--save", "saved");
    assertEquals("data", Files.readString(bob.home().resolve("saved/Müller-1.txt")));
  }

  @Test
  void arrivesWithThreeAttachmentsOneOfThemOf20MiB() throws IOException {
    Shell alice = account("alice");
    Shell bob = account("bob");
    long seed = 20;
    byte[] large = new byte[20 * 1024 * 1024];
    new Random(seed).nextBytes(large);
    Files.write(alice.home().resolve("large.bin"), large);
    Files.writeString(alice.home().resolve("small.txt"), "small");
    Files.writeString(alice.home().resolve("empty"), "");
    alice.ok(
        "send",
        address("bob"),
        "-s",
        "three",
        "-t",
        "x",
        "-a",
        "large.bin",
        "-a",
        "small.txt",
        "-a",
        "empty");
    JsonNode unfetched = read(bob, 1).get("attachments").get(0);
    assertEquals("NOT_FETCHED", unfetched.get("state").asText());
    JsonNode read = read(bob, 1, "--save", ".");
    assertEquals("PROVEN", read.get("proof").asText());
    assertArrayEquals(large, Files.readAllBytes(bob.home().resolve("large.bin")), "seed " + seed);
    assertEquals("small", Files.readString(bob.home().resolve("small.txt")));
    assertEquals("", Files.readString(bob.home().resolve("empty")));
  }

  @Test
  void isReadFromAFreshHomeWithThePasswordOnly() throws IOException {
    Shell alice = account("alice");
    user("bob");
    alice.ok("send", address("bob"), "-s", "before any login", "-t", "text");
    assertEquals("text", read(shell("bob"), 1).get("text").asText());
    assertEquals("text", read(shell("bob"), 1).get("text").asText());
    assertEquals(
        "before any login",
        shell("alice")
            .ok("box", "sent", "--json")
            .json()
            .get("messages")
            .get(0)
            .get("subject")
            .asText());
  }

  @Test
  void showsCcToAllAndBccToTheSenderAlone() throws IOException {
    Shell alice = account("alice");
    Shell bob = account("bob");
    Shell carol = account("carol");
    Shell dave = account("dave");
    String bobToo = "bob." + test;
    alice.ok(
        "send",
        bobToo,
        "--cc",
        address("carol"),
        "--bcc",
        address("dave"),
        "-s",
        "s",
        "-t",
        "t",
        "--reply-to",
        address("carol"));

    assertEquals(List.of(address("carol")), texts(read(bob, 1).get("cc")));
    assertEquals(List.of(address("bob")), texts(read(carol, 1).get("cc")));
    assertEquals(List.of(address("bob"), address("carol")), texts(read(dave, 1).get("cc")));
    for (Shell visible : new Shell[] {bob, carol}) {
      assertFalse(visible.ok("read", "1").out().contains("dave"));
    }
    String line = alice.ok("box", "sent").out();
    assertTrue(line.contains("to " + address("bob").substring(0, 15)), line);
    JsonNode copy = read(alice, 1, "--box", "sent");
    assertEquals("PROVEN", copy.get("proof").asText());
    assertEquals(List.of(address("bob")), texts(copy.get("to")));
    assertEquals(List.of(address("carol")), texts(copy.get("cc")));
    assertEquals(List.of(address("dave")), texts(copy.get("bcc")));
    assertEquals(address("carol"), copy.get("replyTo").asText());
  }

  @Test
  void reportsForEachRecipient() throws IOException {
    Shell alice = account("alice");
    Shell bob = account("bob");
    Result sent = alice.run("send", address("bob"), address("nobody"), "-t", "x", "--json");
    assertEquals(ExitCode.NOT_FOUND, sent.code());
    JsonNode rows = sent.json().get("recipients");
    assertTrue(rows.get(0).get("delivered").asBoolean());
    assertFalse(rows.get(1).get("delivered").asBoolean());
    assertEquals(ExitCode.NOT_FOUND.number(), rows.get(1).get("exitCode").asInt());
    assertTrue(sent.json().get("copyKept").asBoolean());
    only(bob);
  }

  @Test
  void isRefusedForUnknownAndDisabledRecipientsAndOtherDomains() throws IOException {
    Shell alice = account("alice");
    user("bob");
    Result unknown = alice.fails(ExitCode.NOT_FOUND, "send", address("nobody"), "-t", "x");
    assertTrue(unknown.err().contains(address("nobody")), unknown.err());
    alice.ok("account", "disable", address("bob"));
    Result disabled = alice.run("send", address("bob"), "-t", "x");
    assertTrue(disabled.code() != ExitCode.OK, disabled.out());
    Result foreign = alice.run("send", "someone@elsewhere.org", "-t", "x");
    assertTrue(foreign.code() != ExitCode.OK, foreign.out());
    assertEquals(0, alice.ok("box", "sent", "--json").json().get("messages").size());
  }

  @Test
  void saysWhenTheMailboxIsFull(@TempDir Path other) throws IOException {
    try (TestNode small = TestNode.start(other, "cmtp.limits.quota-bytes=100000")) {
      small.open("alice");
      small.open("bob");
      Shell alice =
          new Shell(small, Files.createTempDirectory(folder, "alice"))
              .loggedIn("alice@example.org");
      Files.write(alice.home().resolve("big"), new byte[90_000]);
      alice.ok("send", "bob", "-t", "x", "-a", "big");
      Result full = alice.run("send", "bob", "-t", "x", "-a", "big");
      assertEquals(ExitCode.TRY_LATER, full.code(), full.err());
      assertTrue(full.err().contains("bob@example.org"), full.err());
      assertTrue(
          full.err().toLowerCase(Locale.ROOT).contains("full") || full.err().contains("quota"),
          full.err());
    }
  }

  @Test
  void isRefusedLocallyIfItCanNeverBeDelivered() throws IOException {
    Shell alice = account("alice");
    alice.fails(ExitCode.USAGE, "send", "not an address@", "-t", "x");
    alice.fails(ExitCode.REFUSED, "send", "bob", "-s", "x".repeat(1025), "-t", "x");
    alice.fails(ExitCode.NOT_FOUND, "send", "bob", "-t", "x", "-a", "missing.txt");
    alice.fails(ExitCode.REFUSED, "send", "-t", "x");
    alice.fails(ExitCode.USAGE, "send", "bob");
    Path large = alice.home().resolve("large");
    try (RandomAccessFile file = new RandomAccessFile(large.toFile(), "rw")) {
      file.setLength(51L * 1024 * 1024);
    }
    Result tooLarge = alice.fails(ExitCode.REFUSED, "send", "bob", "-t", "x", "-a", "large");
    assertTrue(tooLarge.err().contains("50.0 MiB"), tooLarge.err());
  }

  @Test
  void takesItsTextFromStandardInput() throws IOException {
    Shell alice = account("alice");
    Shell bob = account("bob");
    Result sent = alice.runWith("from a pipe\r\nin two lines\r\n", "send", address("bob"));
    assertEquals(ExitCode.OK, sent.code(), sent.err());
    assertEquals("from a pipe\nin two lines\n", bob.ok("read", "1", "--raw").out());
  }

  @Test
  void isAnsweredAndForwarded() throws IOException {
    Shell alice = account("alice");
    Shell bob = account("bob");
    Shell carol = account("carol");
    Files.writeString(alice.home().resolve("file.txt"), "attached");
    alice.ok(
        "send",
        address("bob"),
        "--cc",
        address("carol"),
        "-s",
        "plan",
        "-t",
        "first\nsecond",
        "-a",
        "file.txt");

    bob.ok("reply", "1", "--all", "--quote", "--text", "I agree.");
    JsonNode answer = read(alice, 1);
    assertEquals("Re: plan", answer.get("subject").asText());
    assertEquals(List.of(address("carol")), texts(answer.get("cc")));
    assertEquals(
        "I agree.\n\n" + address("alice") + " wrote:\n> first\n> second\n",
        answer.get("text").asText());
    assertEquals(2, carol.ok("inbox", "--json").json().get("messages").size());

    Shell dave = account("dave");
    bob.ok("forward", "1", address("dave"), "--text", "For you.");
    JsonNode forwarded = read(dave, 1, "--save", ".");
    assertEquals("Fwd: plan", forwarded.get("subject").asText());
    assertTrue(forwarded.get("text").asText().startsWith("For you.\n\n---- forwarded"));
    assertTrue(forwarded.get("text").asText().contains(address("alice") + " (PROVEN)"));
    assertEquals("attached", Files.readString(dave.home().resolve("file.txt")));
    assertEquals(List.of("answered", "forwarded"), texts(only(bob).get("flags")));
  }

  @Test
  void isMovedFlaggedCopiedAndDeleted() throws IOException {
    Shell alice = account("alice");
    Shell bob = account("bob");
    for (int i = 1; i <= 3; i++) {
      alice.ok("send", address("bob"), "-s", "m" + i, "-t", "x");
    }
    bob.ok("flag", "1-2", "--set", "flagged", "--set", "work");
    bob.ok("flag", "2", "--clear", "flagged");
    JsonNode rows = bob.ok("inbox", "--json").json().get("messages");
    assertEquals(List.of("flagged", "work"), texts(rows.get(0).get("flags")));
    assertEquals(List.of("work"), texts(rows.get(1).get("flags")));

    JsonNode moved = bob.ok("move", "1", "projects", "--json").json();
    assertEquals(1, moved.get("moved").get(0).get("newUid").asInt());
    bob.ok("move", "2", "archive", "--copy");
    assertEquals(2, bob.ok("inbox", "--json").json().get("messages").size());
    bob.ok("delete", "2,3");
    assertEquals(0, bob.ok("inbox", "--json").json().get("messages").size());
    assertEquals("m1", read(bob, 1, "--box", "projects").get("subject").asText());
    assertEquals("m2", read(bob, 1, "--box", "archive").get("subject").asText());
    bob.fails(ExitCode.NOT_FOUND, "read", "2");
    bob.fails(ExitCode.NOT_FOUND, "move", "2", "archive");
    bob.fails(ExitCode.NOT_FOUND, "box", "nowhere");
    bob.fails(ExitCode.USAGE, "flag", "1", "--set", "Not A Flag");
    JsonNode boxes = bob.ok("box", "--json").json();
    assertTrue(boxes.get("usedBytes").asLong() > 0);
    assertEquals(6, boxes.get("boxes").size());
  }

  @Test
  void isShownAsItComesWhileWatching() throws Exception {
    Shell alice = account("alice");
    Shell bob = account("bob");
    alice.ok("send", address("bob"), "-s", "there before", "-t", "x");
    Result[] watched = new Result[1];
    Thread watching =
        new Thread(() -> watched[0] = bob.run("inbox", "--watch", "--count", "2", "--json"));
    watching.start();
    alice.ok("send", address("bob"), "-s", "second", "-t", "x");
    // Which of them is "new" depends on when the watch began; so enough come to end it.
    for (int i = 0; watching.isAlive() && i < 100; i++) {
      alice.ok("send", address("bob"), "-s", "more", "-t", "x");
      watching.join(50);
    }
    watching.join();
    assertEquals(ExitCode.OK, watched[0].code(), watched[0].err());
    assertTrue(watched[0].out().contains("there before"), watched[0].out());
    assertTrue(watched[0].out().lines().count() >= 3, watched[0].out());
  }
}
