using System.Buffers.Binary;
using System.Text.Json;

namespace WarpGrad.Engine.Tests.Support;

/// <summary>
/// A second reader of the format, written from its specification alone and sharing no code with the engine's: what it reads, others
/// can read. Every rule of the specification is an assertion.
/// </summary>
internal sealed class PlainSafetensors
{
    private static readonly Dictionary<string, int> Sizes = new() { ["F32"] = 4, ["F64"] = 8, ["I64"] = 8 };

    /// <summary>Free text by key.</summary>
    public Dictionary<string, string> Metadata { get; } = [];

    /// <summary>Shape and values of every tensor, row by row.</summary>
    public Dictionary<string, (long[] Shape, double[] Values)> Tensors { get; } = [];

    public PlainSafetensors(byte[] file)
    {
        var length = checked((int)BinaryPrimitives.ReadUInt64LittleEndian(file));
        var (header, data) = (file.AsMemory(8, length), file.AsMemory(8 + length));
        Assert.Equal((byte)'{', header.Span[0]);
        Assert.Equal(0, length % 8);
        Assert.Equal(-1, header.Span[(header.Span.LastIndexOf((byte)'}') + 1)..].IndexOfAnyExcept((byte)' '));

        using var json = JsonDocument.Parse(header, new JsonDocumentOptions { AllowDuplicateProperties = false });
        var ranges = new List<(long Begin, long End)>();
        foreach (var entry in json.RootElement.EnumerateObject())
        {
            if (entry.Name == "__metadata__")
                foreach (var item in entry.Value.EnumerateObject())
                    Metadata[item.Name] = item.Value.GetString()!;
            else
                ranges.Add(Read(entry.Name, entry.Value, data.Span));
        }

        // The data is covered from its first byte to its last, without holes and overlaps.
        var end = 0L;
        foreach (var range in ranges.Order())
        {
            Assert.Equal(end, range.Begin);
            end = range.End;
        }

        Assert.Equal(data.Length, end);
    }

    private (long Begin, long End) Read(string name, JsonElement entry, ReadOnlySpan<byte> data)
    {
        Assert.Equal(["data_offsets", "dtype", "shape"], entry.EnumerateObject().Select(property => property.Name).Order());
        var type = entry.GetProperty("dtype").GetString()!;
        long[] shape = [.. entry.GetProperty("shape").EnumerateArray().Select(size => size.GetInt64())];
        var (begin, end) = (entry.GetProperty("data_offsets")[0].GetInt64(), entry.GetProperty("data_offsets")[1].GetInt64());
        var count = shape.Aggregate(1L, (product, size) => product * size);
        Assert.Equal(count * Sizes[type], end - begin);
        var values = new double[count];
        for (var i = 0; i < count; i++)
        {
            var at = data[(int)(begin + (i * Sizes[type]))..];
            values[i] = type switch
            {
                "F32" => BinaryPrimitives.ReadSingleLittleEndian(at),
                "F64" => BinaryPrimitives.ReadDoubleLittleEndian(at),
                _ => BinaryPrimitives.ReadInt64LittleEndian(at),
            };
        }

        Tensors[name] = (shape, values);
        return (begin, end);
    }
}
