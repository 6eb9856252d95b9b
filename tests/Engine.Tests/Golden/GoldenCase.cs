using System.Text.Json;
using TorchSharp;
using WarpGrad.Engine.Adaptation;
using WarpGrad.Engine.Networks;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace WarpGrad.Engine.Tests.Golden;

/// <summary>One file of reference numbers: network, weights, batches and the results to reproduce in float64.</summary>
internal sealed class GoldenCase
{
    private GoldenCase(string name, JsonElement root)
    {
        (Name, Root) = (name, root);
        Network = new Network([.. root.GetProperty("model").GetProperty("layers").EnumerateArray().Select(GoldenLayers.Build)]);
        Theta = Parameters("adapt_parameters");
        Phi = Parameters("warp_parameters");
        Tasks = [.. root.GetProperty("tasks").EnumerateArray().Select(task => new GoldenTask(this, task))];
    }

    public static IEnumerable<string> SgdCases => ["mlp_sgd", "conv_sgd", "omniconv_sgd"];

    public string Name { get; }

    public JsonElement Root { get; }

    public Network Network { get; }

    public ParameterSet Theta { get; }

    public ParameterSet Phi { get; }

    public IReadOnlyList<GoldenTask> Tasks { get; }

    public double Rate => Root.GetProperty("warp").GetProperty("lr").GetDouble();

    public int Steps => Root.GetProperty("trajectory")[0].GetProperty("losses").GetArrayLength();

    /// <summary>Tolerances stated with the files: absolute and relative to the largest entry of a tensor.</summary>
    private (double Absolute, double Relative) Tolerance => Name.StartsWith("omniconv", StringComparison.Ordinal) ? (1e-9, 1e-8) : (1e-10, 1e-9);

    public static GoldenCase Load(string name)
    {
        var folder = Folder();
        Skip.If(folder is null, "The folder of reference numbers (shared/golden beside the repository) is not here.");
        return new GoldenCase(name, JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, name + ".json"))).RootElement);
    }

    public static Tensor Tensor(JsonElement json) => torch.tensor(
        json.GetProperty("data").EnumerateArray().Select(value => value.GetDouble()).ToArray(),
        json.GetProperty("shape").EnumerateArray().Select(value => value.GetInt64()).ToArray());

    public void AssertClose(JsonElement expected, ParameterSet actual)
    {
        Assert.Equal(expected.EnumerateObject().Select(p => p.Name).Order(), actual.Names.Order());
        foreach (var property in expected.EnumerateObject())
            AssertClose(Tensor(property.Value), actual[property.Name], property.Name);
    }

    public void AssertClose(Tensor expected, Tensor actual, string what)
    {
        Assert.Equal(expected.shape, actual.shape);
        var (absolute, relative) = Tolerance;
        var error = expected.sub(actual).abs().max().ToDouble();
        Assert.True(error <= absolute + relative * expected.abs().max().ToDouble(), $"{Name} {what}: off by {error}.");
    }

    public void AssertClose(double expected, double actual, string what) =>
        Assert.True(Math.Abs(expected - actual) <= Tolerance.Absolute + Tolerance.Relative * Math.Abs(expected), $"{Name} {what}: {actual} instead of {expected}.");

    private static string? Folder()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            var folder = Path.Combine(at.FullName, "shared", "golden");
            if (Directory.Exists(folder))
                return folder;
        }

        return null;
    }

    private ParameterSet Parameters(string list)
    {
        string[] names = [.. Root.GetProperty("model").GetProperty(list).EnumerateArray().Select(name => name.GetString()!)];
        return new ParameterSet(names, [.. names.Select(name => Tensor(Root.GetProperty("weights").GetProperty(name)))]);
    }
}

/// <summary>A task of a case. Step k descends train batch k; its meta-loss is on the partner that <c>warp.pairs</c> names.</summary>
internal sealed class GoldenTask(GoldenCase owner, JsonElement json) : ITaskLosses
{
    public Tensor Logits(int batch, ParameterSet theta, ParameterSet phi) =>
        owner.Network.Forward(GoldenCase.Tensor(json.GetProperty("train")[batch].GetProperty("x")), new ForwardPass(theta, phi, BatchStatistics.OfBatch));

    public Tensor TaskLoss(int step, ParameterSet theta, ParameterSet phi) => Loss(step, theta, phi);

    public Tensor MetaLoss(int step, ParameterSet theta, ParameterSet phi) =>
        Loss(owner.Root.GetProperty("warp").GetProperty("pairs")[step][1].GetInt32(), theta, phi);

    private Tensor Loss(int batch, ParameterSet theta, ParameterSet phi)
    {
        var labels = json.GetProperty("train")[batch].GetProperty("y").EnumerateArray().Select(label => label.GetInt64()).ToArray();
        return F.cross_entropy(Logits(batch, theta, phi), torch.tensor(labels));
    }
}
