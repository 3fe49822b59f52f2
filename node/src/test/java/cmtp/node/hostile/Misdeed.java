package cmtp.node.hostile;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cmtp.node.Exact;
import cmtp.node.Peer;
import cmtp.node.TestMail;
import cmtp.node.TestNode;
import cmtp.protocol.Bytes;
import cmtp.protocol.command.Status;
import cmtp.protocol.command.X1Command;
import cmtp.protocol.crypto.SigningKey;
import cmtp.protocol.message.Message;
import cmtp.protocol.message.MessageLog;
import java.util.List;

/** What a peer may do that it should not, or that somebody should hear of. */
enum Misdeed {
  UNKNOWN_COMMANDS {
    @Override
    void by(Peer peer, TestNode.User user) {
      peer.say("WHAT\0WHO\0WHY\0");
    }
  },
  ENDLESS_COMMAND {
    @Override
    void by(Peer peer, TestNode.User user) {
      peer.say("A".repeat(600));
    }
  },
  WRONG_UTF8 {
    @Override
    void by(Peer peer, TestNode.User user) {
      peer.say("KEYREQUEST\0\u00ff\u00fe\0example.org\0");
    }
  },
  SMTP {
    @Override
    void by(Peer peer, TestNode.User user) {
      peer.say("EHLO x\r\nMAIL FROM:<a@b.c>\r\n");
    }
  },
  UNKNOWN_VERSION {
    @Override
    void by(Peer peer, TestNode.User user) {
      peer.say("MAIL\0").send(header(7, 0, 100)).say("a\0example.org\0b\0c.example\0");
    }
  },
  TOO_LARGE {
    @Override
    void by(Peer peer, TestNode.User user) {
      peer.say("MAIL\0").send(header(1, 0, 1L << 50)).say("a\0example.org\0b\0c.example\0");
    }
  },
  NEGATIVE_LENGTH {
    @Override
    void by(Peer peer, TestNode.User user) {
      peer.say("MAIL\0").send(header(1, 0, -1)).say("a\0example.org\0b\0c.example\0");
    }
  },
  TOO_SHORT {
    @Override
    void by(Peer peer, TestNode.User user) {
      peer.say("MAIL\0").send(header(1, 0, 3)).say("a\0example.org\0b\0c.example\0abc");
    }
  },
  PATH_FOR_A_NAME {
    @Override
    void by(Peer peer, TestNode.User user) {
      peer.mail(TestMail.opaqueTo("../../etc/passwd", "example.org", 50));
      peer.mail(TestMail.opaqueTo("/", "example.org", 50));
    }
  },
  FOREIGN_DOMAIN {
    @Override
    void by(Peer peer, TestNode.User user) {
      peer.mail(TestMail.opaqueTo("a", "elsewhere.example", 50));
    }
  },
  NOBODY {
    @Override
    void by(Peer peer, TestNode.User user) {
      peer.mail(TestMail.opaqueTo("nobody", "example.org", 50));
      peer.mail(TestMail.opaqueTo("nobody", "example.org", 50));
    }
  },
  OTHER_BYTES_THAN_ANNOUNCED {
    @Override
    void by(Peer peer, TestNode.User user) {
      Message honest = TestMail.withDigests(TestMail.opaque(user.address(), 60));
      peer.mail(new Message(honest.header(), honest.log(), TestMail.noise(60), List.of()));
    }
  },
  LOOP {
    @Override
    void by(Peer peer, TestNode.User user) {
      String hop = TestMail.hop("loop.example", "relay");
      peer.mail(
          TestMail.withLog(TestMail.opaque(user.address(), 60), MessageLog.of(List.of(hop, hop))));
    }
  },
  TRUNCATED_MESSAGE {
    @Override
    void by(Peer peer, TestNode.User user) {
      Bytes message = TestMail.opaque(user.address(), 5000).encode();
      peer.say("MAIL\0").send(message.slice(0, 3000));
    }
  },
  FRAME_LENGTH {
    @Override
    void by(Peer peer, TestNode.User user) {
      peer.say("GETREC\0").send(Exact.u32(0xffffffffL));
    }
  },
  MALFORMED_FRAMES {
    @Override
    void by(Peer peer, TestNode.User user) {
      peer.secure();
      peer.send(peer.frame("AUTH", Bytes.EMPTY).encode());
      peer.send(peer.frame("TELEPORT", Bytes.EMPTY).encode());
      peer.endChannel();
    }
  },
  WEAK_CHANNEL_KEY {
    @Override
    void by(Peer peer, TestNode.User user) {
      peer.send(peer.frame("SECURE", Bytes.wrap(new byte[32])).encode());
    }
  },
  BROKEN_CHANNEL {
    @Override
    void by(Peer peer, TestNode.User user) {
      peer.secure().sendRaw(TestMail.noise(100));
    }
  },
  WRONG_PROOFS {
    @Override
    void by(Peer peer, TestNode.User user) {
      peer.secure();
      for (int i = 0; i < 3; i++) {
        assertEquals(
            Status.BADSIG, peer.prove(user.address().toString(), SigningKey.generate()).status());
      }
      peer.endChannel();
    }
  },
  GUESSED_INVITATIONS {
    @Override
    void by(Peer peer, TestNode.User user) {
      peer.secure();
      for (int i = 0; i < 2; i++) {
        SigningKey key = SigningKey.generate();
        assertEquals(
            Status.DENIED,
            peer.status(
                new X1Command.Register(
                    user.address().toString(),
                    "guess",
                    TestNode.firstRecord(user.address(), key),
                    TestNode.anXzibit(key))));
      }
      peer.endChannel();
    }
  },
  TOO_MANY_LOGINS {
    @Override
    void by(Peer peer, TestNode.User user) {
      for (int i = 0; i < 8; i++) {
        peer.say("LOGIN\0" + user.address() + "\0");
      }
    }
  };

  /** Says it all, up to the end of what this peer has to say. */
  abstract void by(Peer peer, TestNode.User user);

  private static Bytes header(long version, long logLength, long bodyLength) {
    return Bytes.concat(
        Exact.u32(version), Exact.u32(0), Exact.u64(logLength), Exact.u64(bodyLength));
  }
}
