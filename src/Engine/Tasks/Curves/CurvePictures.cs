using TorchSharp;
using WarpGrad.Contracts.Pictures;
using WarpGrad.Engine.Adaptation;
using WarpGrad.Engine.Compute;
using WarpGrad.Engine.Learners;
using WarpGrad.Engine.Networks;
using static TorchSharp.torch;

namespace WarpGrad.Engine.Tasks.Curves;

/// <summary>What pictures of curves have in common.</summary>
internal static class CurvePictures
{
    private const int Inputs = 121, Digits = 5;

    /// <summary>Evenly spaced inputs.</summary>
    /// <param name="from">First.</param>
    /// <param name="to">Last.</param>
    public static double[] Grid(double from, double to) =>
        [.. Enumerable.Range(0, Inputs).Select(i => Math.Round(from + (to - from) * i / (Inputs - 1), Digits))];

    /// <summary>Steps worth showing: the start, the first, some between and the last.</summary>
    /// <param name="steps">Adaptation steps.</param>
    public static IReadOnlySet<int> Shown(int steps) => new HashSet<int> { 0, Math.Min(1, steps), steps / 2, steps };

    /// <summary>The learner's curves on the way of adaptation.</summary>
    /// <param name="learner">The learner.</param>
    /// <param name="task">The task.</param>
    /// <param name="inner">Adaptation.</param>
    /// <param name="parameters">φ, θ₀ and ψ.</param>
    /// <param name="x">Inputs.</param>
    /// <param name="shown">Steps after which the curve is wanted.</param>
    /// <param name="stop">Ends between steps.</param>
    public static List<CurveFit> Fits(
        CurveLearner learner, IMetaTask task, InnerLoop inner, MetaParameters parameters, double[] x, IReadOnlySet<int> shown,
        CancellationToken stop)
    {
        using var scope = torch.NewDisposeScope();
        using var passage = task.Begin();
        var start = task.Start(parameters.Initialization);
        var fits = new List<CurveFit> { Fit(learner, 0, start, parameters.Phi, x) };
        using var end = inner.Run(passage, start, parameters.Phi, parameters.Rates, step =>
        {
            if (shown.Contains(step.Step + 1))
                fits.Add(Fit(learner, step.Step + 1, step.Next, parameters.Phi, x));
        }, stop);
        return fits;
    }

    /// <summary>The learner's curve at one point of the way.</summary>
    /// <param name="learner">The learner.</param>
    /// <param name="step">Adaptation steps taken.</param>
    /// <param name="theta">θ.</param>
    /// <param name="phi">φ.</param>
    /// <param name="x">Inputs.</param>
    public static CurveFit Fit(CurveLearner learner, int step, ParameterSet theta, ParameterSet phi, double[] x) =>
        new(step, Rounded(learner.Outputs(theta, phi, x)));

    /// <summary>Values of a column, rounded for showing.</summary>
    /// <param name="column">[n, 1].</param>
    public static double[] Numbers(Tensor column) => Rounded(column.Numbers());

    // A fit that ran away has no number that JSON could carry.
    private static double[] Rounded(double[] values) => Array.ConvertAll(values, value => double.IsFinite(value) ? Math.Round(value, Digits) : 0);
}
