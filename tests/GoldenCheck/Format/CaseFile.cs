using TorchSharp;
using WarpGrad.Engine.Adaptation;
using WarpGrad.Engine.Networks;
using static TorchSharp.torch;

namespace WarpGrad.GoldenCheck.Format;

/// <summary>
/// One case of the golden format in one precision: a network, start weights, batches, and the results to reproduce. Everything comes
/// from the file; nothing is known of any case in advance.
/// </summary>
internal sealed class CaseFile
{
    private const string Schema = "warpgrad-golden/1";

    private CaseFile(string name, string json, ScalarType type)
    {
        (Name, Type, Root) = (name, type, JsonPart.Parse(json));
        if (Root.Find("schema") is { } schema && schema.Text != Schema)
            throw schema.Wrong($"is '{schema.Text}'; this reads {Schema}");
        if (Root.Find("loss") is { } loss && loss.Text != "cross_entropy_mean")
            throw loss.Wrong($"is '{loss.Text}'; the format has cross_entropy_mean");
        var (model, weights) = (Root["model"], Root["weights"]);
        var reader = new LayerReader(weights);
        Network = new Network(reader.Build(model["layers"]));
        Tolerance = Tolerance.Of(reader, type);
        if (Network.Parameters.GroupBy(info => info.Name).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw model["layers"].Wrong($"has two layers with the parameter '{twice.Key}'");
        (Theta, Phi) = (Parameters(model, LayerRole.Adapt, "adapt_parameters"), Parameters(model, LayerRole.Warp, "warp_parameters"));
        All = new ParameterSet([.. Theta.Names, .. Phi.Names], [.. Theta.Tensors, .. Phi.Tensors]);
        (Inner, Rate) = InnerOptimizerReader.Read(Root["inner_optimizer"]);
        Tasks = [.. Root["tasks"].Items.Select(task => new CaseTask(this, task))];
        if (Tasks.Count == 0)
            throw Root["tasks"].Wrong("there is no task");
        Steps = Root.Find("trajectory")?.Items is [var first, ..] ? first["losses"].Items.Count
            : Root.Find("warp")?["pairs"].Items.Count ?? Tasks.Min(task => task.TrainCount);
    }

    /// <summary>Name of the file.</summary>
    public string Name { get; }

    /// <summary>Floating-point type to compute in.</summary>
    public ScalarType Type { get; }

    /// <summary>The whole file.</summary>
    public JsonPart Root { get; }

    /// <summary>The network.</summary>
    public Network Network { get; }

    /// <summary>How far off a result may be.</summary>
    public Tolerance Tolerance { get; }

    /// <summary>θ_0.</summary>
    public ParameterSet Theta { get; }

    /// <summary>φ.</summary>
    public ParameterSet Phi { get; }

    /// <summary>All parameters, for the methods that adapt them all.</summary>
    public ParameterSet All { get; }

    /// <summary>The inner optimiser.</summary>
    public InnerOptimizer Inner { get; }

    /// <summary>Its step size.</summary>
    public double Rate { get; }

    /// <summary>Inner steps K of a trajectory.</summary>
    public int Steps { get; }

    /// <summary>The tasks.</summary>
    public IReadOnlyList<CaseTask> Tasks { get; }

    /// <summary>Reads a case. Its tensors belong to the enclosing dispose scope.</summary>
    /// <param name="path">The file.</param>
    /// <param name="type">Floating-point type to compute in.</param>
    /// <exception cref="InvalidCaseException">When it is not a case of the format.</exception>
    public static CaseFile Read(string path, ScalarType type) => new(Path.GetFileName(path), File.ReadAllText(path), type);

    private ParameterSet Parameters(JsonPart model, LayerRole role, string list)
    {
        var infos = Network.Parameters.Where(info => info.Role == role).ToArray();
        if (model.Find(list) is { } given && given.Items.Select(item => item.Text).Except(infos.Select(info => info.Name)).FirstOrDefault() is { } unknown)
            throw given.Wrong($"names '{unknown}', which no {(role == LayerRole.Warp ? "warp" : "adapt")} layer has");
        return new ParameterSet([.. infos.Select(info => info.Name)], [.. infos.Select(Weight)]);
    }

    private Tensor Weight(ParameterInfo info)
    {
        var part = Root["weights"][info.Name];
        var tensor = CaseTensor.Of(part, Type);
        return tensor.shape.SequenceEqual(info.Shape)
            ? tensor
            : throw part.Wrong($"has the shape [{string.Join(", ", tensor.shape)}]; its layer needs [{string.Join(", ", info.Shape)}]");
    }
}
