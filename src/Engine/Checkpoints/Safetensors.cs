using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using TorchSharp;
using static TorchSharp.torch;

namespace WarpGrad.Engine.Checkpoints;

/// <summary>Writes and reads tensors in the safetensors format, little-endian and without anything executable.</summary>
public static class Safetensors
{
    private const int Alignment = 8;

    /// <summary>Writes a file. The same input gives the same bytes.</summary>
    /// <param name="to">Stream to write to.</param>
    /// <param name="metadata">Free text by key.</param>
    /// <param name="tensors">Tensors in order.</param>
    public static void Write(Stream to, IReadOnlyDictionary<string, string> metadata, IReadOnlyList<(string Name, Tensor Tensor)> tensors)
    {
        var header = new JsonObject { ["__metadata__"] = new JsonObject(metadata.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value))) };
        var offset = 0L;
        foreach (var (name, tensor) in tensors)
        {
            var end = offset + tensor.NumberOfElements * tensor.ElementSize;
            header[name] = new JsonObject
            {
                ["dtype"] = TypeName(tensor.dtype),
                ["shape"] = new JsonArray([.. tensor.shape.Select(length => (JsonNode)length)]),
                ["data_offsets"] = new JsonArray(offset, end),
            };
            offset = end;
        }

        var json = JsonSerializer.SerializeToUtf8Bytes(header);
        var padded = (json.Length + Alignment - 1) / Alignment * Alignment;
        Span<byte> prefix = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(prefix, (ulong)padded);
        to.Write(prefix);
        to.Write(json);
        for (var i = json.Length; i < padded; i++)
            to.WriteByte((byte)' ');
        foreach (var (_, tensor) in tensors)
        {
            using var scope = torch.NewDisposeScope();
            to.Write(tensor.detach().cpu().contiguous().bytes);
        }
    }

    /// <summary>Reads the data behind a header, after the caller has judged the header.</summary>
    /// <param name="from">Stream at the first byte of the data.</param>
    /// <param name="header">Its header.</param>
    /// <returns>Tensors by name; the caller owns them.</returns>
    /// <exception cref="InvalidCheckpointException">When the data is shorter or longer than the header says.</exception>
    public static Dictionary<string, Tensor> ReadData(Stream from, SafetensorsHeader header)
    {
        // Known before anything is allocated, where the stream knows its length: a short file may claim terabytes.
        var claimed = header.Entries.Sum(entry => entry.End - entry.Begin);
        if (from.CanSeek && from.Length - from.Position < claimed)
            throw new InvalidCheckpointException($"The file ends within its data: {from.Length - from.Position} of {claimed} bytes are there.");
        using var scope = torch.NewDisposeScope();
        var tensors = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        foreach (var entry in header.Entries)
        {
            if (entry.End - entry.Begin > Array.MaxLength)
                throw new InvalidCheckpointException($"Tensor '{entry.Name}' has more than {Array.MaxLength} bytes.");
            var data = new byte[entry.End - entry.Begin];
            if (from.ReadAtLeast(data, data.Length, throwOnEndOfStream: false) < data.Length)
                throw new InvalidCheckpointException($"The file ends within the data of tensor '{entry.Name}'.");
            tensors[entry.Name] = Tensor(entry, data);
        }

        if (from.ReadByte() >= 0)
            throw new InvalidCheckpointException("The file goes on behind the last tensor.");
        foreach (var tensor in tensors.Values)
            tensor.DetachFromDisposeScope();
        return tensors;
    }

    private static Tensor Tensor(SafetensorsEntry entry, byte[] data)
    {
        long[] shape = [.. entry.Shape];
        return entry.Type switch
        {
            "F32" => torch.tensor(MemoryMarshal.Cast<byte, float>(data).ToArray(), shape).clone(),
            "F64" => torch.tensor(MemoryMarshal.Cast<byte, double>(data).ToArray(), shape).clone(),
            "I64" => torch.tensor(MemoryMarshal.Cast<byte, long>(data).ToArray(), shape).clone(),
            _ => throw new InvalidOperationException($"Element type {entry.Type} passed the header check but is not read."),
        };
    }

    internal static string TypeName(ScalarType type) => type switch
    {
        ScalarType.Float32 => "F32",
        ScalarType.Float64 => "F64",
        ScalarType.Int64 => "I64",
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "Not a type that checkpoints hold."),
    };
}
