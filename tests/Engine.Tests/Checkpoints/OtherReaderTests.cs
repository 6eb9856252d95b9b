using WarpGrad.Contracts.Specs;
using WarpGrad.Engine.Checkpoints;
using WarpGrad.Engine.Learners;
using WarpGrad.Engine.Tasks;
using WarpGrad.Engine.Tests.Families;
using WarpGrad.Engine.Tests.Support;

namespace WarpGrad.Engine.Tests.Checkpoints;

/// <summary>Model files mean the same to a reader that knows the format and docs/python.md only.</summary>
public sealed class OtherReaderTests
{
    private const int Ways = 3;
    private static readonly ImageShape Image = new(3, 32, 48);
    private static readonly PackedImages Images = Samples.Images(shape: Image);

    private static readonly RunSpec Spec = Samples.Spec with
    {
        Learner = new LearnerSpec { Filters = 4, Normalization = Normalization.Layer, Warp = WarpDesign.Conv3x3 },
        InnerLoop = new InnerLoopSpec { Steps = 1, LearningRate = 0.1 },
    };

    public static TheoryData<TaskFamily> Families => FamilySamples.All;

    [Theory]
    [MemberData(nameof(Families))]
    public void File_HasEveryTensorToTheBit(TaskFamily family)
    {
        var bytes = Trained(FamilySamples.Specs[family], FamilySamples.Data(family));
        var file = new PlainSafetensors(bytes);
        using var model = WarpCheckpoint.ReadModel(new MemoryStream(bytes));

        string[] statistics = family is TaskFamily.Maze or TaskFamily.Surfaces ? [] : ["trainingStatistics"];
        Assert.Equal(["dataset", "format", "formatVersion", "image", "runSpec", "step", .. statistics, "warpInspection"], file.Metadata.Keys.Order());
        Assert.Equal(SpecJson.Write(FamilySamples.Specs[family]), file.Metadata["runSpec"]);
        var expected = new[] { ("warp.", model.Phi), ("init.", model.Initialization), ("inner.", model.Rates) }
            .SelectMany(set => set.Item2.Names.Zip(set.Item2.Tensors, (name, tensor) => (Name: set.Item1 + name, Tensor: tensor))).ToList();
        Assert.Equal(expected.Select(entry => entry.Name).Append("inner.learning_rate").Order(), file.Tensors.Keys.Order());
        Assert.All(expected, entry =>
        {
            Assert.Equal(entry.Tensor.shape, file.Tensors[entry.Name].Shape);
            using var values = entry.Tensor.to(TorchSharp.torch.ScalarType.Float64);
            Assert.Equal(values.data<double>().ToArray(), file.Tensors[entry.Name].Values);
        });
    }

    [Fact]
    public void Features_AndProtoHead_AreThoseOfTheDocument()
    {
        var bytes = Trained(Spec, Images);
        var file = new PlainSafetensors(bytes);
        var scale = file.Tensors["warp.head.scale"].Values[0];
        var network = new PlainNetwork(file, Image);
        var means = Support.Select(index => network.Features(Images[index])).ToArray();

        // Weight 2·s·mean and bias −s·|mean|², before any step.
        AssertPredicts(bytes, steps: 0, network, means.Select(mean => (Array.ConvertAll(mean, m => 2 * scale * m), -scale * mean.Sum(m => m * m))).ToArray());
    }

    [Fact]
    public void SharedHead_TakesTheStepOfTheDocument()
    {
        var spec = Spec with { Learner = Spec.Learner with { Head = HeadKind.Shared }, InnerLoop = Spec.InnerLoop with { LearningRate = 5, Adapts = AdaptedPart.Head } };
        var bytes = Trained(spec, Images);
        var file = new PlainSafetensors(bytes);
        var network = new PlainNetwork(file, Image);
        var (weight, bias, rate) = (file.Tensors["init.head.weight"].Values, file.Tensors["init.head.bias"].Values[0], file.Tensors["inner.learning_rate"].Values[0]);
        var features = Support.Select(index => network.Features(Images[index])).ToArray();

        // All classes start alike, so every probability is 1 / ways; a step of cross-entropy moves row c by α · mean((yᶜ − pᶜ) · x).
        var rows = new (double[], double)[Ways];
        for (var c = 0; c < Ways; c++)
        {
            var pulls = Enumerable.Range(0, Ways).Select(i => ((i == c ? 1.0 : 0) - (1.0 / Ways)) / Ways).ToArray();
            rows[c] = ([.. weight.Select((w, f) => w + (rate * pulls.Select((pull, i) => pull * features[i][f]).Sum()))], bias + (rate * pulls.Sum()));
        }

        AssertPredicts(bytes, steps: 1, network, rows);
    }

    [Fact]
    public void Read_TakesAFile_ThatAnotherProgramWrote()
    {
        // Written by TorchSharp.PyBridge 1.4.4, which does not pad its header and writes no metadata.
        using var file = File.OpenRead(Path.Combine(AppContext.BaseDirectory, "Checkpoints", "foreign.safetensors"));
        var header = SafetensorsHeader.Read(file);
        var tensors = Safetensors.ReadData(file, header);
        try
        {
            Assert.Empty(header.Metadata);
            Assert.Equal(["weights", "wide", "counts", "scalar"], header.Entries.Select(entry => entry.Name));
            Assert.Equal([2, 3], tensors["weights"].shape);
            Assert.Equal([0, 0.5f, -1, 2, 3.25f, -4], tensors["weights"].data<float>().ToArray());
            Assert.Equal([0.1, -1e300, double.Epsilon], tensors["wide"].data<double>().ToArray());
            Assert.Equal([1, -2, long.MaxValue, long.MinValue], tensors["counts"].data<long>().ToArray());
            Assert.Empty(tensors["scalar"].shape);
            Assert.Equal([7.5], tensors["scalar"].data<double>().ToArray());
        }
        finally
        {
            foreach (var tensor in tensors.Values)
                tensor.Dispose();
        }
    }

    /// <summary>One support image of each class, the classes' first.</summary>
    private static IEnumerable<int> Support => Enumerable.Range(0, Ways).Select(c => Images.Classes[c].FirstImage);

    private static void AssertPredicts(byte[] file, int steps, PlainNetwork network, (double[] Weight, double Bias)[] classifier)
    {
        using var model = WarpModel.Read(new MemoryStream(file));
        byte[] support = [.. Support.SelectMany(index => Images[index].ToArray())];
        using var adapted = model.Adapt(support, [.. Enumerable.Range(0, Ways)], Ways, new AdaptationOptions(steps));
        foreach (var query in Support.Select(index => index + 1))
        {
            var x = network.Features(Images[query]);
            var logits = classifier.Select(row => row.Bias + row.Weight.Zip(x, (w, value) => w * value).Sum()).ToArray();
            var expected = logits.Select(logit => 1 / logits.Sum(other => Math.Exp(other - logit))).ToArray();
            var actual = adapted.Predict(Images[query])[0];
            Assert.True(expected.Max() - expected.Min() > 1e-3, "The classes must differ for the comparison to mean something.");
            Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-4));
        }
    }

    private static byte[] Trained(RunSpec spec, PackedImages? images)
    {
        using var trainer = MetaTrainer.Create(spec, images, workers: 1);
        trainer.Run(new QuietObserver(), CancellationToken.None);
        using var file = new MemoryStream();
        trainer.WriteModel(file);
        return file.ToArray();
    }
}
