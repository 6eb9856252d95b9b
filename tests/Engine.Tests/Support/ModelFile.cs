using System.Buffers.Binary;
using System.Text.Json;
using System.Text.Json.Nodes;
using WarpGrad.Contracts.Specs;

namespace WarpGrad.Engine.Tests.Support;

/// <summary>A model file taken apart, to be forged: its header as JSON and its data.</summary>
internal sealed record ModelFile(JsonObject Header, byte[] Data)
{
    public JsonObject Metadata => Header["__metadata__"]!.AsObject();

    /// <summary>The file of a fresh run.</summary>
    public static ModelFile Of(RunSpec spec)
    {
        using var trainer = MetaTrainer.Create(spec, spec.Task.Family.NeedsDataset() ? Samples.Images() : null);
        using var file = new MemoryStream();
        trainer.WriteModel(file);
        return Of(file.ToArray());
    }

    public static ModelFile Of(byte[] bytes)
    {
        var length = (int)BinaryPrimitives.ReadInt64LittleEndian(bytes);
        return new ModelFile(JsonNode.Parse(bytes.AsSpan(8, length))!.AsObject(), bytes[(8 + length)..]);
    }

    /// <summary>The file again, under another header where one is given.</summary>
    public MemoryStream Write(string? header = null)
    {
        var json = header is null ? JsonSerializer.SerializeToUtf8Bytes(Header) : System.Text.Encoding.UTF8.GetBytes(header);
        var file = new MemoryStream();
        Span<byte> prefix = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(prefix, json.Length);
        file.Write(prefix);
        file.Write(json);
        file.Write(Data);
        file.Position = 0;
        return file;
    }
}
