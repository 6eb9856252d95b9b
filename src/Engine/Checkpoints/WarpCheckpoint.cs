using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using TorchSharp;
using WarpGrad.Contracts.Inspections;
using WarpGrad.Contracts.Specs;
using WarpGrad.Engine.Compute;
using WarpGrad.Engine.Inspection;
using WarpGrad.Engine.Learners;
using WarpGrad.Engine.Meta;
using WarpGrad.Engine.Networks;
using WarpGrad.Engine.Optimization;
using WarpGrad.Engine.Serving;
using WarpGrad.Engine.Tasks;
using static TorchSharp.torch;

namespace WarpGrad.Engine.Checkpoints;

/// <summary>What a checkpoint says about itself.</summary>
/// <param name="Spec">The run's spec.</param>
/// <param name="Image">Shape of the images; null for families that have none.</param>
/// <param name="Step">Meta-steps done.</param>
/// <param name="Dataset">Content hash of the dataset version; empty for families that have none.</param>
/// <param name="Statistics">What training tasks looked like; only in models whose training has ended.</param>
/// <param name="Inspection">What warps do on test tasks; likewise.</param>
public sealed record CheckpointInfo(
    RunSpec Spec, ImageShape? Image, long Step, string Dataset, TrainingStatistics? Statistics = null, WarpInspection? Inspection = null);

/// <summary>
/// Models (<c>warp.*</c>, <c>init.*</c>, <c>inner.*</c>) and training states (with <c>meta_optimizer.*</c>, <c>rng.*</c>,
/// <c>counters.*</c> besides) as safetensors. A reader compares every name, type and shape with what the spec in the file asks for
/// before it allocates a tensor.
/// </summary>
public static class WarpCheckpoint
{
    /// <summary>Version of the layout of names and metadata.</summary>
    public const int FormatVersion = 1;

    private const string Model = "warpgrad-model", State = "warpgrad-state";
    private const string HeadsPrefix = "classes.", Moments = "meta_optimizer.";
    private const string InnerRate = "inner.learning_rate", Seed = "rng.seed", Steps = "counters.step", Seconds = "counters.training_seconds";
    private const string NoImages = "none", Statistics = "trainingStatistics", Inspection = "warpInspection";
    private const int LargestSide = 1024, LongestHash = 64;

    /// <summary>Writes a model: what adaptation needs.</summary>
    /// <param name="to">Stream to write to.</param>
    /// <param name="info">What it is.</param>
    /// <param name="state">φ and θ₀.</param>
    public static void WriteModel(Stream to, CheckpointInfo info, MetaState state)
    {
        using var scope = torch.NewDisposeScope();
        Safetensors.Write(to, Metadata(Model, info), [.. ModelTensors(info, state)]);
    }

    /// <summary>Writes a training state: what continuing to the bit needs.</summary>
    /// <param name="to">Stream to write to.</param>
    /// <param name="info">What it is.</param>
    /// <param name="state">All that a meta-step changes.</param>
    /// <param name="trainingSeconds">Training time that counts against the run's limit.</param>
    public static void WriteState(Stream to, CheckpointInfo info, MetaState state, double trainingSeconds)
    {
        using var scope = torch.NewDisposeScope();
        Safetensors.Write(to, Metadata(State, info), [.. StateTensors(info, state, trainingSeconds)]);
    }

    /// <summary>Reads a model.</summary>
    /// <param name="from">Stream to read.</param>
    /// <exception cref="InvalidCheckpointException">When the file is not a model that this build can read.</exception>
    public static ModelContents ReadModel(Stream from)
    {
        var header = SafetensorsHeader.Read(from);
        var info = Describe(header, Model);
        var learner = TaskDistributions.LearnerOf(info.Spec, info.Image);
        var type = TypeName(info.Spec.Precision);
        var tensors = Load(from, header, [.. learner.Parameters.Select(p => new ExpectedTensor(Prefix(p.Role) + p.Name, type, p.Shape)), new(InnerRate, "F64", [])]);
        var rate = Value<double>(tensors, InnerRate);
        var device = Placement.Served(info.Spec).Device;
        return new ModelContents(info, learner, Set(LayerRole.Warp), Set(LayerRole.Adapt), Set(LayerRole.Rate), rate);

        ParameterSet Set(LayerRole role) => Take(tensors, Prefix(role), device);
    }

    /// <summary>Checks a model file from elsewhere: everything that <see cref="ReadModel"/> checks, and that all its numbers are finite.</summary>
    /// <param name="from">Stream to read.</param>
    /// <returns>What the file says about itself.</returns>
    /// <exception cref="InvalidCheckpointException">When it is not a model that this build can read and use.</exception>
    public static CheckpointInfo CheckModel(Stream from)
    {
        using var model = ReadModel(from);
        if (!double.IsFinite(model.InnerRate))
            throw NotFinite(InnerRate);
        foreach (var (role, set) in new[] { (LayerRole.Warp, model.Phi), (LayerRole.Adapt, model.Initialization), (LayerRole.Rate, model.Rates) })
            if (set.FirstNotFinite() is { } name)
                throw NotFinite(Prefix(role) + name);
        return model.Info;
    }

    private static InvalidCheckpointException NotFinite(string tensor) => new($"Tensor '{tensor}' holds a number that is not finite.");

    /// <summary>Reads a training state that must belong to the given run and data.</summary>
    /// <param name="from">Stream to read.</param>
    /// <param name="expected">The run at its start; tells names, types and shapes.</param>
    /// <param name="blank">A state of the run before its first step; likewise.</param>
    /// <returns>The state and the training time that counts against the run's limit.</returns>
    /// <exception cref="InvalidCheckpointException">When the file is not a state of this run.</exception>
    public static (MetaState State, double TrainingSeconds) ReadState(Stream from, CheckpointInfo expected, MetaState blank)
    {
        var header = SafetensorsHeader.Read(from);
        var info = Describe(header, State);
        if (info.Spec != expected.Spec)
            throw new InvalidCheckpointException("This training state belongs to a run with another spec.");
        if (info.Image != expected.Image || info.Dataset != expected.Dataset)
            throw new InvalidCheckpointException("This training state belongs to a run on other data.");
        using var scope = torch.NewDisposeScope();
        var tensors = Load(from, header, [.. StateTensors(expected, blank, 0).Select(entry => new ExpectedTensor(entry.Name, Safetensors.TypeName(entry.Tensor.dtype), entry.Tensor.shape))]);
        Value<double>(tensors, InnerRate);
        Value<long>(tensors, Seed);
        var device = blank.Place.Device;
        var groups = Groups(blank).Select(group => new MetaGroup(
            Take(tensors, group.Prefix, device).DetachFromScope(),
            Optimizer(tensors, Moments + group.Name + ".", device).Map(set => set.DetachFromScope()))).ToArray();
        return (new MetaState(Value<long>(tensors, Steps), groups[0], groups[1], groups[2], groups[3]), Value<double>(tensors, Seconds));
    }

    private static IEnumerable<(string Name, Tensor Tensor)> ModelTensors(CheckpointInfo info, MetaState state) =>
        [.. Groups(state).SkipLast(1).SelectMany(group => Named(group.Prefix, group.Group.Parameters)), (InnerRate, torch.tensor(info.Spec.InnerLoop.LearningRate))];

    private static IEnumerable<(string Name, Tensor Tensor)> StateTensors(CheckpointInfo info, MetaState state, double trainingSeconds) =>
    [
        .. ModelTensors(info, state),
        .. Named(HeadsPrefix, state.Heads.Parameters),
        .. Groups(state).SelectMany(group => OptimizerTensors(Moments + group.Name + ".", group.Group.Optimizer)),
        (Seed, torch.tensor(info.Spec.Seed)), (Steps, torch.tensor(state.Step)), (Seconds, torch.tensor(trainingSeconds)),
    ];

    /// <summary>The groups of a state, those of a model first.</summary>
    private static (string Name, string Prefix, MetaGroup Group)[] Groups(MetaState state) =>
    [
        ("warp", Prefix(LayerRole.Warp), state.Warp), ("init", Prefix(LayerRole.Adapt), state.Start),
        ("rates", Prefix(LayerRole.Rate), state.Rate), ("heads", HeadsPrefix, state.Heads),
    ];

    private static string Prefix(LayerRole role) => role switch
    {
        LayerRole.Warp => "warp.",
        LayerRole.Adapt => "init.",
        _ => "inner.",
    };

    private static string TypeName(Precision precision) => precision == Precision.Float64 ? "F64" : "F32";

    private static IEnumerable<(string, Tensor)> OptimizerTensors(string prefix, OptimizerState state) =>
        [(prefix + "updates", torch.tensor(state.Updates)), .. Named(prefix + "mean.", state.Mean), .. Named(prefix + "square.", state.Square)];

    private static IEnumerable<(string, Tensor)> Named(string prefix, ParameterSet set) =>
        set.Names.Zip(set.Tensors, (name, tensor) => (prefix + name, tensor));

    private static Dictionary<string, Tensor> Load(Stream from, SafetensorsHeader header, IReadOnlyList<ExpectedTensor> expected)
    {
        var entries = header.Entries.ToDictionary(entry => entry.Name, StringComparer.Ordinal);
        foreach (var (name, type, shape) in expected)
        {
            if (!entries.Remove(name, out var entry))
                throw new InvalidCheckpointException($"Tensor '{name}' is missing.");
            if (entry.Type != type || !entry.Shape.SequenceEqual(shape))
                throw new InvalidCheckpointException($"Tensor '{name}' is {entry.Type} [{string.Join(", ", entry.Shape)}]; the spec in the file asks for {type} [{string.Join(", ", shape)}].");
        }

        if (entries.Keys.FirstOrDefault() is { } unknown)
            throw new InvalidCheckpointException($"Tensor '{unknown}' is not part of the spec in the file.");

        // In the order expected, whatever order the file has: parameter sets are joined by position.
        var data = Safetensors.ReadData(from, header);
        return expected.ToDictionary(tensor => tensor.Name, tensor => data[tensor.Name], StringComparer.Ordinal);
    }

    private static ParameterSet Take(Dictionary<string, Tensor> tensors, string prefix, Device device)
    {
        var names = tensors.Keys.Where(name => name.StartsWith(prefix, StringComparison.Ordinal)).ToArray();
        var set = new ParameterSet([.. names.Select(name => name[prefix.Length..])], [.. names.Select(name => Move(tensors[name], device))]);
        foreach (var name in names)
            tensors.Remove(name);
        return set;
    }

    private static Tensor Move(Tensor tensor, Device device)
    {
        if (device.type == DeviceType.CPU)
            return tensor;
        using (tensor)
            return tensor.to(device);
    }

    private static OptimizerState Optimizer(Dictionary<string, Tensor> tensors, string prefix, Device device) =>
        new(Value<long>(tensors, prefix + "updates"), Take(tensors, prefix + "mean.", device), Take(tensors, prefix + "square.", device));

    private static TValue Value<TValue>(Dictionary<string, Tensor> tensors, string name)
        where TValue : unmanaged
    {
        tensors.Remove(name, out var tensor);
        using (tensor)
            return tensor!.data<TValue>()[0];
    }

    private static Dictionary<string, string> Metadata(string kind, CheckpointInfo info)
    {
        var metadata = Required(kind, info);
        if (info.Statistics is { } statistics)
            metadata[Statistics] = statistics.ToJson();
        if (info.Inspection is { } inspection)
            metadata[Inspection] = InspectionJson.Write(inspection);
        return metadata;
    }

    private static Dictionary<string, string> Required(string kind, CheckpointInfo info) => new(StringComparer.Ordinal)
    {
        ["format"] = kind,
        ["formatVersion"] = FormatVersion.ToString(CultureInfo.InvariantCulture),
        ["runSpec"] = SpecJson.Write(info.Spec),
        ["image"] = info.Image is { } image ? string.Create(CultureInfo.InvariantCulture, $"{image.Channels}x{image.Height}x{image.Width}") : NoImages,
        ["step"] = info.Step.ToString(CultureInfo.InvariantCulture),
        ["dataset"] = info.Dataset,
    };

    private static CheckpointInfo Describe(SafetensorsHeader header, string kind)
    {
        var metadata = header.Metadata;
        string Text(string key) => metadata.GetValueOrDefault(key) ?? throw new InvalidCheckpointException($"The file's metadata lacks '{key}': it was not written by WarpGrad.");
        if (Text("format") != kind)
            throw new InvalidCheckpointException($"The file is a '{Text("format")}', not a '{kind}'.");
        if (Text("formatVersion") != FormatVersion.ToString(CultureInfo.InvariantCulture))
            throw new InvalidCheckpointException($"The file has format version {Text("formatVersion")}; this build reads version {FormatVersion}.");
        if (!long.TryParse(Text("step"), NumberStyles.None, CultureInfo.InvariantCulture, out var step))
            throw new InvalidCheckpointException("The file's metadata gives no valid step.");
        if (Text("dataset") is { } hash && (hash.Length > LongestHash || hash.Any(char.IsControl)))
            throw new InvalidCheckpointException($"The file's metadata names its dataset by something else than a hash of at most {LongestHash} characters.");
        var spec = Spec(Text("runSpec"));
        return new CheckpointInfo(spec, spec.Task.Family.NeedsDataset() ? Image(Text("image")) : null, step, Text("dataset"),
            metadata.TryGetValue(Statistics, out var json) ? TrainingStatistics.FromJson(json) : null,
            metadata.TryGetValue(Inspection, out var figures) ? InspectionJson.Read(figures) : null);
    }

    private static RunSpec Spec(string json)
    {
        SpecError? error;
        try
        {
            if (SpecJson.TryRead(JsonNode.Parse(json), out error) is { } spec)
            {
                // A model outlives its dataset, so a missing one is no error here.
                error = SpecValidator.Validate(spec).FirstOrDefault(e => e.Path != "task.dataset");
                if (error is null)
                    return spec;
            }
        }
        catch (JsonException exception)
        {
            throw new InvalidCheckpointException("The run spec in the file is not JSON.", exception);
        }

        throw new InvalidCheckpointException($"The run spec in the file is not valid. {error!.Message}");
    }

    private static ImageShape Image(string text)
    {
        var sizes = text.Split('x').Select(part => int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var size) ? size : 0).ToArray();
        return sizes is [1 or 3, >= ImageLearner.SmallestSide and <= LargestSide, >= ImageLearner.SmallestSide and <= LargestSide]
            ? new ImageShape(sizes[0], sizes[1], sizes[2])
            : throw new InvalidCheckpointException($"The file says its images are {text}; channels must be 1 or 3 and sides {ImageLearner.SmallestSide} to {LargestSide}.");
    }

    private readonly record struct ExpectedTensor(string Name, string Type, long[] Shape);
}
