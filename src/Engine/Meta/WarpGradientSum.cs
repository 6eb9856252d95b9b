using WarpGrad.Engine.Networks;

namespace WarpGrad.Engine.Meta;

/// <summary>Adds up the warp objective over trajectory points: gradients of φ and ψ, and its value.</summary>
/// <param name="phi">φ.</param>
/// <param name="rates">ψ.</param>
internal sealed class WarpGradientSum(ParameterSet phi, ParameterSet rates) : IDisposable
{
    private readonly GradientSum _phi = new(phi), _rates = new(rates);

    /// <summary>Sum of the objective's values.</summary>
    public double Total { get; private set; }

    /// <summary>Points added.</summary>
    public int Count => _phi.Count;

    /// <summary>Adds a point of a task, or of each task of a stack.</summary>
    public void Add(WarpGradient gradient, int count) => Add(gradient.Phi, gradient.Rates, gradient.Objective, count);

    /// <summary>Adds gradients and values that are already sums of several.</summary>
    public void Add(ParameterSet phiGradient, ParameterSet ratesGradient, double value, int count)
    {
        _phi.Add(phiGradient, count);
        _rates.Add(ratesGradient, count);
        Total += value;
    }

    /// <summary>Adds what another sum holds.</summary>
    public void Add(WarpGradientSum other)
    {
        _phi.Add(other._phi);
        _rates.Add(other._rates);
        Total += other.Total;
    }

    /// <summary>Mean gradients, in the enclosing dispose scope; null where nothing was added.</summary>
    public (ParameterSet? Phi, ParameterSet? Rates) Mean() => Count > 0 ? (_phi.Mean(), _rates.Mean()) : (null, null);

    /// <inheritdoc/>
    public void Dispose()
    {
        _phi.Dispose();
        _rates.Dispose();
    }
}
