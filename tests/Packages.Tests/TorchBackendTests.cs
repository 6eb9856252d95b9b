using System.Text.Json;

namespace WarpGrad.Packages.Tests;

/// <summary>The switch that says where libtorch comes from.</summary>
public sealed class TorchBackendTests
{
    private const string Engine = "src/Engine/WarpGrad.Engine.csproj";

    [Theory]
    [InlineData("cpu", "TorchSharp-cpu")]
    [InlineData("cuda", "TorchSharp-cuda-linux")]
    [InlineData("external", "TorchSharp")]
    public async Task Each_choice_brings_its_own_package_and_no_other(string choice, string package)
    {
        var items = JsonDocument.Parse(await Dotnet.RunAsync(PackedVersion.Root, "msbuild", Engine, "-getItem:PackageReference", $"-p:TorchBackend={choice}"));
        var names = items.RootElement.GetProperty("Items").GetProperty("PackageReference").EnumerateArray().Select(item => item.GetProperty("Identity").GetString()!);
        Assert.Equal([package], names.Where(name => name.StartsWith("TorchSharp", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Another_choice_is_refused_and_the_refusal_names_those_there_are()
    {
        var (code, text) = await Dotnet.TryAsync(PackedVersion.Root, "msbuild", Engine, "-t:CheckTorchBackend", "-p:TorchBackend=tpu", "-nologo");
        Assert.NotEqual(0, code);
        Assert.Contains("TorchBackend is cpu, cuda or external, not 'tpu'.", text, StringComparison.Ordinal);
    }
}
