using System.Text;

namespace WarpGrad.Integration.Tests.Operations;

/// <summary>The fields of a protobuf message.</summary>
/// <param name="Number">Number of the field.</param>
/// <param name="Value">Its bytes; empty for numbers, which no test asks for.</param>
internal readonly record struct ProtobufField(int Number, ReadOnlyMemory<byte> Value)
{
    /// <summary>As text.</summary>
    public string Text => Encoding.UTF8.GetString(Value.Span);

    /// <summary>As an id.</summary>
    public string Id => Convert.ToHexStringLower(Value.Span);

    /// <summary>Its own fields of a number.</summary>
    public IEnumerable<ProtobufField> Of(int number) => Read(Value).Where(field => field.Number == number);

    /// <summary>The fields of a message.</summary>
    public static IReadOnlyList<ProtobufField> Read(ReadOnlyMemory<byte> message)
    {
        var fields = new List<ProtobufField>();
        for (var at = 0; at < message.Length;)
        {
            var key = VarInt(message, ref at);
            var length = (int)(key & 7) switch
            {
                0 => Skip(message, ref at),
                1 => 8,
                2 => (int)VarInt(message, ref at),
                5 => 4,
                var other => throw new InvalidDataException($"Protobuf has no wire type {other}."),
            };
            fields.Add(new ProtobufField((int)(key >> 3), message.Slice(at, length)));
            at += length;
        }

        return fields;
    }

    private static int Skip(ReadOnlyMemory<byte> message, ref int at)
    {
        VarInt(message, ref at);
        return 0;
    }

    private static ulong VarInt(ReadOnlyMemory<byte> message, ref int at)
    {
        for (var (value, shift) = (0UL, 0); ; shift += 7)
        {
            var part = message.Span[at++];
            value |= (ulong)(part & 127) << shift;
            if (part < 128)
                return value;
        }
    }
}
