using TorchSharp;
using WarpGrad.Engine.Adaptation;
using WarpGrad.Engine.Meta;
using WarpGrad.Engine.Networks;
using WarpGrad.GoldenCheck.Format;

namespace WarpGrad.GoldenCheck.Sections;

/// <summary>The complete Leap gradient, with the loss as a coordinate, where every parameter adapts by plain descent.</summary>
internal static class LeapSection
{
    /// <summary>Checks the section.</summary>
    public static void Check(CaseFile file, JsonPart part, Comparison comparison)
    {
        foreach (var variant in part.Items)
        {
            using var scope = torch.NewDisposeScope();
            if (variant.Find("adapted") is { } adapted && adapted.Text != "all")
                throw adapted.Wrong($"is '{adapted.Text}'; here the format has all");
            var form = new LeapForm(variant["loss"].Flag, variant["norm"].Flag, variant["stabilizer"].Flag);
            comparison.Same(variant["grads"], Adaptation.Mean(file, task => Gradient(file, new EveryParameter(task), form)));
        }
    }

    private static ParameterSet Gradient(CaseFile file, ITaskLosses losses, LeapForm form)
    {
        using var path = new LeapPath(file.All, form);
        void Visit(PathStep step)
        {
            // θ_K is not collected, so the path ends at θ_{K−1}.
            if (step.Step < file.Steps - 1)
                path.Visit(step);
            else
                path.Finish(step.Loss);
        }

        using var end = new InnerLoop(InnerOptimizer.Sgd(file.Rate), file.Steps).Run(losses, file.All.Clone(), ParameterSet.Empty, ParameterSet.Empty, Visit);
        return path.Take();
    }
}
