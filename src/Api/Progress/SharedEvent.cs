using System.Text.Json;
using System.Text.Json.Serialization;
using WarpGrad.Contracts.Runs;

namespace WarpGrad.Api.Progress;

/// <summary>An event as it goes to all its subscribers: written once, however many there are.</summary>
[JsonConverter(typeof(Writer))]
internal sealed class SharedEvent(RunEvent item)
{
    private readonly byte[] _json = JsonSerializer.SerializeToUtf8Bytes(item, JsonSerializerOptions.Web);

    /// <summary>Number within the run.</summary>
    public long N { get; } = item.N;

    /// <summary>Whether nothing more can come after it.</summary>
    public bool IsLast { get; } = item.Kind == RunEventKinds.State && item.Read<RunStateChanged>().State.IsFinal();

    private sealed class Writer : JsonConverter<SharedEvent>
    {
        public override SharedEvent Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            throw new NotSupportedException("Nobody sends events to the server.");

        public override void Write(Utf8JsonWriter writer, SharedEvent value, JsonSerializerOptions options) =>
            writer.WriteRawValue(value._json, skipInputValidation: true);
    }
}
