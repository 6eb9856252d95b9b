using System.Text.Json;
using WarpGrad.Engine.Networks;

namespace WarpGrad.Engine.Tests.Golden;

/// <summary>Builds the engine's layers from the reference files' description of a network.</summary>
internal static class GoldenLayers
{
    public static Layer Build(JsonElement json) => json.GetProperty("kind").GetString() switch
    {
        "linear" => new LinearLayer(Name(json), Role(json), Number(json, "in"), Number(json, "out")),
        "conv2d" => new ConvolutionLayer(
            Name(json), Role(json), Number(json, "in"), Number(json, "out"), Number(json, "kernel"), Number(json, "padding")),
        "batchnorm2d" => new BatchNormLayer(Name(json), Role(json), Number(json, "features"), json.GetProperty("eps").GetDouble()),
        "maxpool2d" => new MaxPoolLayer(),
        "relu" => new ReluLayer(),
        "tanh" => new TanhLayer(),
        "flatten" => new FlattenLayer(),
        "residual" => new ResidualLayer([.. json.GetProperty("body").EnumerateArray().Select(Build)]),
        var kind => throw new NotSupportedException($"Unknown layer kind '{kind}'."),
    };

    private static string Name(JsonElement json) => json.GetProperty("name").GetString()!;

    private static LayerRole Role(JsonElement json) => json.GetProperty("role").GetString() == "warp" ? LayerRole.Warp : LayerRole.Adapt;

    private static long Number(JsonElement json, string key) => json.GetProperty(key).GetInt64();
}
