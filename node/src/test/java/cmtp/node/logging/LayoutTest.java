package cmtp.node.logging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.slf4j.event.KeyValuePair;

class LayoutTest {
  private static LoggingEvent event(String message, Throwable failure) {
    LoggerContext context = new LoggerContext();
    LoggingEvent event =
        new LoggingEvent(
            "", context.getLogger("cmtp.node.Some"), Level.INFO, message, failure, new Object[0]);
    event.addKeyValuePair(new KeyValuePair("mid", "4f1c09aa27d1e300"));
    event.addKeyValuePair(new KeyValuePair("to", "alice@example.org"));
    event.addKeyValuePair(new KeyValuePair("bytes", 17L));
    return event;
  }

  @Test
  void writesKeysBehindTheMessage() {
    String line = new TextLayout(true).doLayout(event("accepted", null));
    assertTrue(
        line.endsWith(
            " INFO  Some - accepted mid=4f1c09aa27d1e300 to=alice@example.org bytes=17\n"),
        line);
  }

  @Test
  void keepsWhatPeersSayOnOneLine() {
    LoggingEvent event = event("said", null);
    event.addKeyValuePair(new KeyValuePair("reason", "no\n2026 INFO  forged \"x\""));
    String line = new TextLayout(true).doLayout(event);
    assertEquals(1, line.lines().count());
    assertTrue(line.endsWith(" reason=\"no\\n2026 INFO  forged \\\"x\\\"\"\n"), line);
  }

  @Test
  void writesOneJsonObjectALine() throws Exception {
    String line =
        new JsonLayout(true).doLayout(event("two\nlines", new IllegalStateException("oh \"no\"")));
    assertEquals(1, line.lines().count());
    JsonNode json = new ObjectMapper().readTree(line);
    assertEquals("two\nlines", json.get("message").textValue());
    assertEquals("INFO", json.get("level").textValue());
    assertEquals("Some", json.get("logger").textValue());
    assertEquals("4f1c09aa27d1e300", json.get("mid").textValue());
    assertEquals(17, json.get("bytes").longValue());
    assertTrue(json.get("trace").textValue().contains("IllegalStateException: oh \"no\""));
  }

  @Test
  void hidesAccountsEverywhereIfAddressesAreNotWanted() throws Exception {
    LoggingEvent event =
        event("can't make bob@example.org", new IllegalStateException("of carol@example.net"));
    for (String line :
        new String[] {
          new TextLayout(false).doLayout(event), new JsonLayout(false).doLayout(event)
        }) {
      assertTrue(line.contains("can't make ***@example.org"), line);
      assertFalse(
          line.contains("alice@") || line.contains("bob@") || line.contains("carol@"), line);
      assertTrue(line.contains("***@example.net"), line);
    }
    assertEquals(
        "***@example.org",
        new ObjectMapper().readTree(new JsonLayout(false).doLayout(event)).get("to").textValue());
  }

  @Test
  void leavesWhatIsNoAddress() {
    assertEquals(
        "Mailbox|***@example.org: ok", AddressMask.hide("Mailbox|zoë.x+1@example.org: ok"));
    assertEquals("java.lang.Object@ at 5", AddressMask.hide("java.lang.Object@ at 5"));
    assertEquals("from <***@a.b>", AddressMask.hide("from <x@a.b>"));
  }
}
