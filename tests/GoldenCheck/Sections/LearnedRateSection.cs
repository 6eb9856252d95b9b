using TorchSharp;
using WarpGrad.Engine.Adaptation;
using WarpGrad.Engine.Compute;
using WarpGrad.Engine.Meta;
using WarpGrad.Engine.Networks;
using WarpGrad.Engine.Optimization;
using WarpGrad.GoldenCheck.Format;

namespace WarpGrad.GoldenCheck.Sections;

/// <summary>
/// One learned rate and momentum per tensor. The trajectory has momentum, but every look-ahead step starts from an empty buffer.
/// </summary>
internal static class LearnedRateSection
{
    private const string Rate = "rate.", Momentum = "momentum.";

    /// <summary>Checks the section.</summary>
    public static void Check(CaseFile file, JsonPart part, Comparison comparison)
    {
        using var scope = torch.NewDisposeScope();
        var (rate, momentum) = (part["default_lr"].Number, part["default_momentum"].Number);
        var optimizer = new InnerOptimizer(UpdateRule.Momentum(momentum), rate);
        var rates = new ParameterSet(
            [.. file.Theta.Names.Select(name => Rate + name), .. file.Theta.Names.Select(name => Momentum + name)],
            [.. file.Theta.Names.Select(_ => torch.tensor(rate, dtype: file.Type, device: ComputeDevice.Own.Torch)), .. file.Theta.Names.Select(_ => torch.tensor(momentum, dtype: file.Type, device: ComputeDevice.Own.Torch))]);
        using var sum = new GradientSum(rates);
        var ends = new List<ParameterSet>();
        foreach (var task in file.Tasks)
            ends.Add(Follow(file, task, optimizer, rates, sum));

        foreach (var (expected, end) in part.Find("final_params") is { } list ? comparison.Pairs(list, ends) : [])
            comparison.Same(expected, end);
        var mean = sum.Mean();
        if (part.Find("lr_grad") is { } rateGradient)
            comparison.Same(rateGradient, Part(mean, Rate));
        if (part.Find("momentum_grad") is { } momentumGradient)
            comparison.Same(momentumGradient, Part(mean, Momentum));
    }

    private static ParameterSet Follow(CaseFile file, CaseTask task, InnerOptimizer optimizer, ParameterSet rates, GradientSum sum)
    {
        var losses = WarpSection.Paired(file, task);
        void Visit(PathStep step)
        {
            var point = new PathPoint(step.Step, step.Theta, optimizer.Start(step.Theta));
            sum.Add(WarpObjective.Exact.Gradient(losses, point, file.Phi, rates, optimizer).Rates);
        }

        using var end = new InnerLoop(optimizer, file.Steps).Run(task, file.Theta.Clone(), file.Phi, rates, Visit);
        return end.Theta.Clone();
    }

    private static ParameterSet Part(ParameterSet rates, string prefix)
    {
        var part = rates.Where(name => name.StartsWith(prefix, StringComparison.Ordinal));
        return new ParameterSet([.. part.Names.Select(name => name[prefix.Length..])], part.Tensors);
    }
}
