using TorchSharp;
using WarpGrad.Contracts.Specs;
using WarpGrad.Engine.Compute;
using WarpGrad.Engine.Learners;
using WarpGrad.Engine.Networks;
using WarpGrad.Engine.Tests.Serving;
using WarpGrad.Engine.Tests.Support;

namespace WarpGrad.Engine.Tests.Networks;

/// <summary>Products in bfloat16 (8 binary digits), everything else in single precision.</summary>
public sealed class MixedPrecisionTests
{
    [Theory]
    [InlineData(Architecture.Conv4)]
    [InlineData(Architecture.ResNet12)]
    public void Gradients_point_where_those_of_single_precision_point(Architecture architecture)
    {
        var exact = Gradient(Precision.Float32, architecture);
        var mixed = Gradient(Precision.Mixed, architecture);

        Assert.All(mixed.Types, type => Assert.Equal(torch.ScalarType.Float32, type));
        Assert.NotEqual(exact.Values, mixed.Values);
        var cosine = Dot(exact.Values, mixed.Values) / Math.Sqrt(Dot(exact.Values, exact.Values) * Dot(mixed.Values, mixed.Values));
        // Rounding moves a few maxima and signs, and with them whole entries of the gradient.
        Assert.InRange(cosine, 0.9, 1);
    }

    [Fact]
    public void A_run_learns_and_its_model_predicts()
    {
        using var model = ServedModels.Train(Samples.Spec with { Precision = Precision.Mixed }, Samples.Images());
        var image = Samples.Images()[0];
        using var adapted = model.Adapt([.. image, .. Samples.Images()[6], .. Samples.Images()[12]], labels: [0, 1, 2], ways: 3, new AdaptationOptions(Steps: 2));

        var probabilities = adapted.Predict(image)[0];

        Assert.Equal(1, probabilities.Sum(), 0.001);
        Assert.True(probabilities[0] > 1 / 3f, $"The image itself is predicted at {probabilities[0]:P0}.");
    }

    private static (float[] Values, torch.ScalarType[] Types) Gradient(Precision precision, Architecture architecture)
    {
        var spec = Samples.Spec with
        {
            Precision = precision,
            Learner = new LearnerSpec { Architecture = architecture, Filters = 16, Normalization = Normalization.Layer, Head = HeadKind.Fixed },
            Task = Samples.Spec.Task with { Queries = 5 },
        };
        using var scope = torch.NewDisposeScope();
        var learner = ImageLearner.Create(spec, Samples.Image);
        var place = Placement.Of(spec);
        var (theta, phi) = (learner.Draw(LayerRole.Adapt, 1, place), learner.Draw(LayerRole.Warp, 1, place));
        using var task = new ImageTask(learner, TaskTensors.From(Samples.Task(spec), place));
        var start = task.Start(theta).AsLeaves();
        var gradient = start.GradientOf(task.MetaLoss(0, start, phi));
        return ([.. gradient.Tensors.SelectMany(tensor => tensor.contiguous().data<float>().ToArray())], [.. gradient.Tensors.Select(tensor => tensor.dtype)]);
    }

    private static double Dot(float[] a, float[] b) => a.Zip(b).Sum(pair => (double)pair.First * pair.Second);
}
