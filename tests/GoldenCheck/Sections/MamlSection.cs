using TorchSharp;
using WarpGrad.Engine.Adaptation;
using WarpGrad.Engine.Compute;
using WarpGrad.Engine.Meta;
using WarpGrad.Engine.Networks;
using WarpGrad.Engine.Optimization;
using WarpGrad.GoldenCheck.Format;
using static TorchSharp.torch;

namespace WarpGrad.GoldenCheck.Sections;

/// <summary>Gradients through several unrolled steps of plain descent: MAML and its relatives.</summary>
internal static class MamlSection
{
    private const string Rate = "rate.";

    private static readonly Dictionary<string, Method> Methods = new()
    {
        ["maml"] = new(Adapted.All, SecondOrder: true),
        ["fomaml"] = new(Adapted.All, SecondOrder: false),
        ["maml_warp_fixed"] = new(Adapted.Adapt, SecondOrder: true),
        ["fomaml_warp_fixed"] = new(Adapted.Adapt, SecondOrder: false),
        ["anil"] = new(Adapted.Head, SecondOrder: true),
        ["fo_anil"] = new(Adapted.Head, SecondOrder: false),
        ["meta_sgd"] = new(Adapted.All, SecondOrder: true, LearnsRates: true),
        ["reference_maml_package"] = new(Adapted.All, SecondOrder: true, KeepsInnerLoss: true),
    };

    private enum Adapted
    {
        All,
        Adapt,
        Head,
    }

    /// <summary>One section for each algorithm, over all its numbers of steps.</summary>
    public static IEnumerable<Section> Of(CaseFile file, JsonPart part) => part.Items
        .GroupBy(entry => entry["algorithm"].Text)
        .Select(group => new Section($"maml.{group.Key}", Methods.TryGetValue(group.Key, out var method) ? CheckAll(file, [.. group], method) : null));

    private static Action<Comparison> CheckAll(CaseFile file, IReadOnlyList<JsonPart> entries, Method method) => comparison =>
    {
        foreach (var entry in entries)
            Check(file, entry, method, comparison);
    };

    private static void Check(CaseFile file, JsonPart part, Method method, Comparison comparison)
    {
        using var scope = torch.NewDisposeScope();
        method.Confirm(part);
        var (steps, rate) = (part["steps"].Whole, part["lr"].Number);
        var rates = method.LearnsRates ? ElementWise(file, rate) : ParameterSet.Empty;
        var optimizer = new InnerOptimizer(UpdateRule.Sgd, rate, method.Adapted == Adapted.Head ? Head(file).Contains : null);
        var unrolled = new UnrolledObjective(new InnerLoop(optimizer, steps), method.SecondOrder);
        var results = file.Tasks.Select(task => Run(file, unrolled, task, method, rates, steps)).ToArray();

        if (part.Find("inner_losses") is { } inner)
        {
            foreach (var (expected, result) in comparison.Pairs(inner, results))
                comparison.Same(expected, result.End.Losses);
        }

        if (part.Find("query_losses") is { } queries)
            comparison.Same(queries, [.. results.Select(result => result.Loss)]);
        if (part.Find("meta_loss") is { } loss)
            comparison.Same(loss, results.Average(result => result.Loss));
        if (part.Find("adapted_params_task0") is { } end)
            CheckEnd(file, end, results[0].End.Theta, comparison);
        comparison.Same(part["grads"], Mean([.. results.Select(result => Join(result.Start, result.Phi))]));
        if (part.Find("lr_grads") is { } slopes)
        {
            var mean = Mean([.. results.Select(result => result.Rates)]);
            comparison.Same(slopes, new ParameterSet([.. mean.Names.Select(name => name[Rate.Length..])], mean.Tensors));
        }
    }

    private static UnrolledGradient Run(CaseFile file, UnrolledObjective unrolled, CaseTask task, Method method, ParameterSet rates, int steps) =>
        method.Adapted == Adapted.Adapt
            ? unrolled.Run(task, file.Theta, file.Phi, rates, throughWarp: true, throughRates: false)
            : unrolled.Run(
                method.KeepsInnerLoss ? new KeepingInnerLoss(new EveryParameter(task), steps - 1) : new EveryParameter(task),
                file.All, ParameterSet.Empty, rates, throughWarp: false, throughRates: method.LearnsRates);

    /// <summary>The end of adaptation; the file may leave out what does not move.</summary>
    private static void CheckEnd(CaseFile file, JsonPart expected, ParameterSet end, Comparison comparison)
    {
        var named = expected.Entries.Select(entry => entry.Name).ToHashSet();
        comparison.Same(expected, end.Where(named.Contains));
    }

    private static ParameterSet ElementWise(CaseFile file, double rate) => new(
        [.. file.All.Names.Select(name => Rate + name)],
        [.. file.All.Tensors.Select(tensor => torch.zeros_like(tensor).Plus(rate))]);

    /// <summary>Names of the last layer's tensors.</summary>
    private static HashSet<string> Head(CaseFile file)
    {
        var last = file.Network.Parameters[^1].Name;
        var layer = last[..(last.LastIndexOf('.') + 1)];
        return [.. file.All.Names.Where(name => name.StartsWith(layer, StringComparison.Ordinal))];
    }

    private static ParameterSet Join(ParameterSet theta, ParameterSet phi) => new([.. theta.Names, .. phi.Names], [.. theta.Tensors, .. phi.Tensors]);

    private static ParameterSet Mean(ParameterSet[] gradients)
    {
        using var sum = new GradientSum(gradients[0]);
        foreach (var gradient in gradients)
            sum.Add(gradient);
        return sum.Mean();
    }

    /// <summary>What an algorithm of the file does.</summary>
    /// <param name="Adapted">What inner steps move.</param>
    /// <param name="SecondOrder">Whether inner gradients are differentiated.</param>
    /// <param name="LearnsRates">Whether step sizes per element receive gradients.</param>
    /// <param name="KeepsInnerLoss">Whether the last inner loss is part of the objective, as in the authors' package.</param>
    private sealed record Method(Adapted Adapted, bool SecondOrder, bool LearnsRates = false, bool KeepsInnerLoss = false)
    {
        /// <summary>Makes sure that the file means the same by the algorithm's name.</summary>
        public void Confirm(JsonPart part)
        {
            if (part.Find("adapted") is { } adapted && !string.Equals(adapted.Text, Adapted.ToString(), StringComparison.OrdinalIgnoreCase))
                throw adapted.Wrong($"is '{adapted.Text}'; this algorithm adapts '{Adapted.ToString().ToLowerInvariant()}'");
            if (part.Find("second_order") is { } second && second.Flag != SecondOrder)
                throw second.Wrong("does not go with this algorithm");
        }
    }

    /// <summary>Adds the last inner loss to the final one.</summary>
    private sealed class KeepingInnerLoss(ITaskLosses losses, int last) : ITaskLosses
    {
        private Tensor? _inner;

        public Tensor TaskLoss(int step, ParameterSet theta, ParameterSet phi)
        {
            var loss = losses.TaskLoss(step, theta, phi);
            if (step == last)
                _inner = loss;
            return loss;
        }

        public Tensor MetaLoss(int step, ParameterSet theta, ParameterSet phi) => losses.MetaLoss(step, theta, phi);

        public Tensor FinalLoss(ParameterSet theta, ParameterSet phi)
        {
            var final = losses.FinalLoss(theta, phi);
            return _inner is null ? final : final.Plus(_inner);
        }
    }
}
