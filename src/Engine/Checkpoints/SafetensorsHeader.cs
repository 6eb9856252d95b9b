using System.Buffers.Binary;
using System.Text.Json;

namespace WarpGrad.Engine.Checkpoints;

/// <summary>Where one tensor lies in a safetensors file.</summary>
/// <param name="Name">Name of the tensor.</param>
/// <param name="Type">Element type as the format names it, for example <c>F32</c>.</param>
/// <param name="Shape">Its shape; empty for a scalar.</param>
/// <param name="Begin">Offset of its first byte within the data.</param>
/// <param name="End">Offset behind its last byte.</param>
public sealed record SafetensorsEntry(string Name, string Type, IReadOnlyList<long> Shape, long Begin, long End);

/// <summary>The header of a safetensors file: eight bytes of length, then JSON. Everything is checked before anything is allocated.</summary>
/// <param name="Metadata">Free text by key.</param>
/// <param name="Entries">Tensors in the order of their data, which they cover without gap or overlap.</param>
public sealed record SafetensorsHeader(IReadOnlyDictionary<string, string> Metadata, IReadOnlyList<SafetensorsEntry> Entries)
{
    private const int LongestHeader = 1 << 20, MostDimensions = 8;
    private const string MetadataKey = "__metadata__";

    /// <summary>Bytes of one element by type name.</summary>
    internal static IReadOnlyDictionary<string, int> ElementSizes { get; } =
        new Dictionary<string, int>(StringComparer.Ordinal) { ["F32"] = 4, ["F64"] = 8, ["I64"] = 8 };

    /// <summary>Reads a header; the stream then stands at the first byte of the data.</summary>
    /// <param name="from">Stream to read.</param>
    /// <exception cref="InvalidCheckpointException">When it is not a valid header.</exception>
    public static SafetensorsHeader Read(Stream from)
    {
        Span<byte> prefix = stackalloc byte[8];
        if (from.ReadAtLeast(prefix, prefix.Length, throwOnEndOfStream: false) < prefix.Length)
            throw new InvalidCheckpointException("This is no safetensors file: it is shorter than its eight bytes of header length.");
        var length = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        if (length is 0 or > LongestHeader)
            throw new InvalidCheckpointException($"This is no safetensors file of ours: its header would be {length} bytes long.");
        var json = new byte[length];
        if (from.ReadAtLeast(json, json.Length, throwOnEndOfStream: false) < json.Length)
            throw new InvalidCheckpointException("The file ends within its safetensors header.");
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { AllowDuplicateProperties = false, MaxDepth = 8 });
            return Parse(document.RootElement);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException)
        {
            throw new InvalidCheckpointException("The safetensors header is not the JSON that the format prescribes.", exception);
        }
    }

    private static SafetensorsHeader Parse(JsonElement root)
    {
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal);
        var entries = new List<SafetensorsEntry>();
        foreach (var property in root.EnumerateObject())
        {
            if (property.Name == MetadataKey)
            {
                foreach (var item in property.Value.EnumerateObject())
                    metadata[item.Name] = item.Value.GetString() ?? throw new FormatException("Metadata must be text.");
            }
            else
            {
                entries.Add(Entry(property.Name, property.Value));
            }
        }

        entries.Sort((a, b) => (a.Begin, a.End).CompareTo((b.Begin, b.End)));
        var end = 0L;
        foreach (var entry in entries)
        {
            if (entry.Begin != end)
                throw new InvalidCheckpointException($"The data of tensor '{entry.Name}' overlaps another tensor or leaves a gap before it.");
            end = entry.End;
        }

        return new SafetensorsHeader(metadata, entries);
    }

    private static SafetensorsEntry Entry(string name, JsonElement json)
    {
        if (json.EnumerateObject().Select(p => p.Name).Except(["dtype", "shape", "data_offsets"]).FirstOrDefault() is { } unknown)
            throw new InvalidCheckpointException($"Tensor '{name}' has an unknown key '{unknown}'.");
        if (!json.TryGetProperty("dtype", out var dtype) || !json.TryGetProperty("shape", out var dimensions) || !json.TryGetProperty("data_offsets", out var range))
            throw new InvalidCheckpointException($"Tensor '{name}' must have dtype, shape and data_offsets.");
        var type = dtype.GetString() ?? "";
        if (!ElementSizes.TryGetValue(type, out var element))
            throw new InvalidCheckpointException($"Tensor '{name}' has element type '{type}'; only {string.Join(", ", ElementSizes.Keys)} are read.");
        var shape = Numbers(dimensions);
        var offsets = Numbers(range);
        if (shape.Length > MostDimensions || offsets.Length != 2 || offsets[1] < offsets[0])
            throw new InvalidCheckpointException($"Tensor '{name}' has an impossible shape or range of data.");
        if (Bytes(shape, element) != offsets[1] - offsets[0])
            throw new InvalidCheckpointException($"Tensor '{name}' has {offsets[1] - offsets[0]} bytes of data, which its shape [{string.Join(", ", shape)}] does not need.");
        return new SafetensorsEntry(name, type, shape, offsets[0], offsets[1]);
    }

    private static long[] Numbers(JsonElement array) =>
        [.. array.EnumerateArray().Select(item => item.TryGetInt64(out var number) && number >= 0
            ? number
            : throw new InvalidCheckpointException($"The safetensors header holds {item.GetRawText()} where a whole number from 0 belongs."))];

    /// <summary>Bytes of a tensor, or -1 when there are more than can be counted.</summary>
    private static long Bytes(IReadOnlyList<long> shape, int element)
    {
        try
        {
            return shape.Aggregate((long)element, (size, length) => checked(size * length));
        }
        catch (OverflowException)
        {
            return -1;
        }
    }
}
