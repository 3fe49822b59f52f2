package cmtp.node.remoting;

import cmtp.protocol.Bytes;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import java.io.IOException;
import java.util.function.Function;

/** Types that are one text or one string of bytes; their constructors judge what comes in. */
final class ValueForms {
  private ValueForms() {}

  @SuppressWarnings("serial")
  static final class OfText<T> extends StdSerializer<T> {
    private final Function<T, String> text;

    OfText(Class<T> type, Function<T, String> text) {
      super(type);
      this.text = text;
    }

    @Override
    public void serialize(T value, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      out.writeString(text.apply(value));
    }
  }

  @SuppressWarnings("serial")
  static final class FromText<T> extends StdDeserializer<T> {
    private final Function<String, ? extends T> value;

    FromText(Class<T> type, Function<String, ? extends T> value) {
      super(type);
      this.value = value;
    }

    @Override
    public T deserialize(JsonParser in, DeserializationContext context) throws IOException {
      return value.apply(_parseString(in, context, this));
    }
  }

  @SuppressWarnings("serial")
  static final class OfBytes<T> extends StdSerializer<T> {
    private final Function<T, Bytes> bytes;

    OfBytes(Class<T> type, Function<T, Bytes> bytes) {
      super(type);
      this.bytes = bytes;
    }

    @Override
    public void serialize(T value, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      out.writeBinary(bytes.apply(value).toArray());
    }
  }

  @SuppressWarnings("serial")
  static final class FromBytes<T> extends StdDeserializer<T> {
    private final Function<Bytes, T> value;

    FromBytes(Class<T> type, Function<Bytes, T> value) {
      super(type);
      this.value = value;
    }

    @Override
    public T deserialize(JsonParser in, DeserializationContext context) throws IOException {
      return value.apply(Bytes.wrap(in.getBinaryValue()));
    }
  }

  @SuppressWarnings("serial")
  static final class ToBytes extends StdDeserializer<Bytes> {
    ToBytes() {
      super(Bytes.class);
    }

    @Override
    public Bytes deserialize(JsonParser in, DeserializationContext context) throws IOException {
      return Bytes.wrap(in.getBinaryValue());
    }

    @Override
    public Object getEmptyValue(DeserializationContext context) {
      return Bytes.EMPTY;
    }
  }
}
