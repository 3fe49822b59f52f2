package cmtp.node.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cmtp.protocol.address.DomainName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GreetingTest {

  @Test
  void knowsANodeByItsDomain() {
    Greeting wanted = new Greeting.Node(new DomainName("far.example"));
    assertEquals(wanted, Greeting.of("220 far.example CMTP cmtp/1"));
    assertEquals(wanted, Greeting.of("220 far.example CMTP"));
  }

  @Test
  void knowsTheProgramOf2017() {
    assertEquals(Greeting.Cmtpd.INSTANCE, Greeting.of("Welcome to CMTP version < 1"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "220 mail.far.example ESMTP Postfix",
        "220-mail.far.example ESMTP",
        "220 far.example CMTPX",
        "220",
        "554 no SMTP service here",
        "550-go away"
      })
  void knowsOtherMailServers(String line) {
    assertEquals(Greeting.Stranger.INSTANCE, Greeting.of(line));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "421 far.example too many connections",
        "450 later",
        "SSH-2.0-OpenSSH_9",
        "HTTP/1.1 400 Bad Request",
        "",
        "220 FAR.EXAMPLE CMTP x",
        "220 far..example CMTP x",
        "Welcome to CMTP version < 2"
      })
  void waitsForWhatMayChange(String line) {
    assertEquals(Greeting.Unusable.class, Greeting.of(line).getClass());
  }

  @Test
  void repeatsNothingThatPeopleCanNotSee() {
    assertEquals(
        new Greeting.Unusable("greets with: red alert"),
        Greeting.of("\u001bred\u202e alert\u0007"));
  }
}
