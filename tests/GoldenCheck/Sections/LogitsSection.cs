using TorchSharp;
using WarpGrad.GoldenCheck.Format;

namespace WarpGrad.GoldenCheck.Sections;

/// <summary>Output of the network on the first train batch of each task, before adaptation.</summary>
internal static class LogitsSection
{
    /// <summary>Checks the section.</summary>
    public static void Check(CaseFile file, JsonPart part, Comparison comparison)
    {
        using var quiet = torch.no_grad();
        foreach (var (expected, task) in comparison.Pairs(part, file.Tasks))
            comparison.Same(expected, task.Logits(file.Theta, file.Phi));
    }
}
