package cmtp.simulations.sim.disk;

import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.serialization.Serialization;
import org.apache.pekko.serialization.SerializationExtension;
import org.apache.pekko.serialization.Serializer;
import org.apache.pekko.serialization.Serializers;

/** To the stored form and back, with the node's own serializers. */
final class Forms {
  private final Serialization serialization;

  Forms(ActorSystem system) {
    this.serialization = SerializationExtension.get(system);
  }

  Stored.Form write(Object value) {
    Serializer serializer = serialization.findSerializerFor(value);
    String manifest = Serializers.manifestFor(serializer, value);
    return new Stored.Form(serializer.identifier(), manifest, serializer.toBinary(value));
  }

  Object read(Stored.Form form) {
    return serialization.deserialize(form.bytes(), form.serializer(), form.manifest()).get();
  }
}
