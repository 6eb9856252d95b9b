using WarpGrad.Engine.Adaptation;
using WarpGrad.Engine.Optimization;

namespace WarpGrad.GoldenCheck.Format;

/// <summary>Reads the inner optimiser of a file.</summary>
internal static class InnerOptimizerReader
{
    /// <summary>The optimiser, and its step size.</summary>
    /// <param name="part">Where it stands.</param>
    public static (InnerOptimizer Optimizer, double Rate) Read(JsonPart part)
    {
        var (name, rate) = (part["name"].Text, part["lr"].Number);
        return (new InnerOptimizer(Rule(part, name), rate), rate);
    }

    private static UpdateRule Rule(JsonPart part, string name)
    {
        switch (name)
        {
            case "sgd":
                return part.Find("momentum")?.Number is { } momentum and not 0 ? UpdateRule.Momentum(momentum) : UpdateRule.Sgd;
            case "momentum":
                return UpdateRule.Momentum(part["momentum"].Number);
            case "adam":
                var betas = part.Find("betas")?.Items.Select(beta => beta.Number).ToArray() ?? [0.9, 0.999];
                if (betas is not [0.9, 0.999] || (part.Find("eps")?.Number ?? 1e-8) != 1e-8)
                    throw part.Wrong("the engine's Adam has betas 0.9 and 0.999 and eps 1e-8");
                return UpdateRule.Adam;
            default:
                throw part["name"].Wrong($"'{name}' is no known optimiser; there are sgd, momentum and adam");
        }
    }
}
