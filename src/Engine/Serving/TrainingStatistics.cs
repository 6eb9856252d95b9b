using System.Text.Json;
using System.Text.Json.Serialization;
using TorchSharp;
using WarpGrad.Contracts.Datasets;
using WarpGrad.Contracts.Episodes;
using WarpGrad.Contracts.Specs;
using WarpGrad.Engine.Adaptation;
using WarpGrad.Engine.Compute;
using WarpGrad.Engine.Tasks;
using WarpGrad.Engine.Tasks.Curves;
using static TorchSharp.torch;

namespace WarpGrad.Engine.Serving;

/// <summary>Mean and standard deviation.</summary>
/// <param name="Mean">Mean.</param>
/// <param name="Deviation">Standard deviation.</param>
public sealed record Spread(double Mean, double Deviation)
{
    /// <summary>Of values; zero for none.</summary>
    /// <param name="values">The values.</param>
    public static Spread Of(IReadOnlyCollection<double> values)
    {
        if (values.Count == 0)
            return new Spread(0, 0);
        var mean = values.Average();
        return new Spread(Rounded(mean), Rounded(Math.Sqrt(values.Average(value => (value - mean) * (value - mean)))));
    }

    private static double Rounded(double value) => double.IsFinite(value) ? Math.Round(value, 6) : 0;
}

/// <summary>
/// What the tasks of a model's meta-training looked like, kept in its file, so that what a caller sends can be compared with it. It
/// follows from the run's spec, data and end to the bit.
/// </summary>
/// <param name="Images">Of models of images.</param>
/// <param name="Curves">Of models of curves.</param>
/// <param name="SupportLoss">Support loss after adaptation over training tasks; null where tasks have no support set to speak of.</param>
public sealed record TrainingStatistics(ImageStatistics? Images, CurveStatistics? Curves, Spread? SupportLoss)
{
    private const int LossTasks = 8, LongestJson = 10_000;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Skip,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    /// <summary>As it stands in a model file's metadata.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Json);

    /// <summary>Reads what <see cref="ToJson"/> wrote; null when it is something else, for a model works without.</summary>
    /// <param name="json">The text.</param>
    public static TrainingStatistics? FromJson(string json)
    {
        try
        {
            return json.Length > LongestJson ? null : JsonSerializer.Deserialize<TrainingStatistics>(json, Json);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Measures training tasks; null for families that take no examples.</summary>
    /// <param name="spec">The run's spec.</param>
    /// <param name="data">Its dataset version.</param>
    /// <param name="tasks">Its tasks.</param>
    /// <param name="parameters">φ, θ₀ and ψ at the end of training.</param>
    /// <param name="place">Where tensors live.</param>
    /// <param name="workers">Threads to use at most.</param>
    /// <param name="stop">Ends between inner steps.</param>
    internal static TrainingStatistics? Measure(
        RunSpec spec, PackedImages? data, ITaskDistribution tasks, MetaParameters parameters, Placement place, int workers, CancellationToken stop) => spec.Task.Family switch
        {
            TaskFamily.FewShotImages or TaskFamily.MultiShotImages => new(ImageStatistics.Measure(spec, data!), null, Losses(spec, tasks, parameters, place, workers, stop)),
            TaskFamily.Sinusoids => new(null, CurveStatistics.Measure(spec), Losses(spec, tasks, parameters, place, workers, stop)),
            TaskFamily.ContinualSines => new(null, CurveStatistics.Measure(spec), null),
            _ => null,
        };

    private static Spread Losses(RunSpec spec, ITaskDistribution tasks, MetaParameters parameters, Placement place, int workers, CancellationToken stop)
    {
        var inner = new InnerLoop(InnerOptimizer.Of(spec.InnerLoop), tasks.EvaluationSteps);
        return Spread.Of(TaskParallel.Map(LossTasks, workers, Loss, stop, (tasks.Learner.Kind, spec.Task, spec.InnerLoop, "statistics")));

        double Loss(int index)
        {
            using var scope = torch.NewDisposeScope();

            // Meta-steps count from 1: tasks of step 0 are of the same kind and were not trained on as such.
            using var task = tasks.Training(0, index, place);
            using var passage = task.Begin();
            using var end = inner.Run(passage, task.Start(parameters.Initialization), parameters.Phi, parameters.Rates, stop: stop);
            using var quiet = torch.no_grad();
            return passage.TaskLoss(tasks.EvaluationSteps, end.Theta, parameters.Phi).Number();
        }
    }
}

/// <summary>Ranges that the points of training curves lie in.</summary>
/// <param name="LeastX">Smallest input.</param>
/// <param name="MostX">Largest input.</param>
/// <param name="LeastY">Smallest target.</param>
/// <param name="MostY">Largest target.</param>
public sealed record CurveStatistics(double LeastX, double MostX, double LeastY, double MostY)
{
    private const int Curves = 200;

    /// <summary>Measures curves of the kind that training draws.</summary>
    /// <param name="spec">The run's spec.</param>
    internal static CurveStatistics Measure(RunSpec spec)
    {
        var continual = spec.Task.Family == TaskFamily.ContinualSines;
        var range = continual ? spec.Task.Continual.Range : spec.Task.Sinusoid.Range;
        var x = CurvePictures.Grid(-range, range);
        double[] y = [.. Enumerable.Range(0, Curves).SelectMany(index =>
        {
            var random = RandomStream.Derive(spec.Seed, StreamPurpose.Statistics, index);
            return (continual ? SineCurve.Draw(spec.Task.Continual, random) : SineCurve.Draw(spec.Task.Sinusoid, random)).At(x);
        })];
        return new CurveStatistics(-range, range, Math.Round(y.Min(), 4), Math.Round(y.Max(), 4));
    }
}
