using TorchSharp;
using WarpGrad.Engine.Meta;
using WarpGrad.Engine.Networks;
using WarpGrad.GoldenCheck.Format;

namespace WarpGrad.GoldenCheck.Sections;

/// <summary>Gradients of the initialisation that are read off the trajectories: simplified Leap in three forms, and Reptile.</summary>
internal static class InitializationSection
{
    /// <summary>One section for each gradient.</summary>
    public static IEnumerable<Section> Of(CaseFile file, JsonPart part) =>
        part.Entries.Select(entry => new Section($"init.{entry.Name}", Check(Gradient(file, entry.Name), entry.Value)));

    /// <summary>Mean gradient of simplified Leap over the tasks; like the authors' code it leaves out the last segment.</summary>
    public static ParameterSet Leap(CaseFile file, LeapForm form, bool throughEnd = false) =>
        Follow(file, () => new LeapPath(file.Theta, form), throughEnd ? file.Steps : file.Steps - 1);

    private static Action<Comparison>? Check(Func<ParameterSet>? compute, JsonPart part) => compute is null ? null : comparison =>
    {
        using var scope = torch.NewDisposeScope();
        comparison.Same(part, compute());
    };

    private static Func<ParameterSet>? Gradient(CaseFile file, string name) => name switch
    {
        "leap_norm" => () => Leap(file, LeapForm.Authors),
        "leap_no_norm" => () => Leap(file, new LeapForm(WithLoss: false, Normalize: false)),
        "leap_norm_through_theta_K" => () => Leap(file, LeapForm.Authors, throughEnd: true),
        "reptile_theta_K" => () => Follow(file, () => new ReptilePath(file.Theta), file.Steps),
        _ => null,
    };

    private static ParameterSet Follow(CaseFile file, Func<PathObjective> begin, int segments) => Adaptation.Mean(file, task =>
    {
        using var path = begin();
        using var end = Adaptation.Run(file, task, step =>
        {
            if (step.Step < segments)
                path.Visit(step);
        });
        return path.Take();
    });
}
