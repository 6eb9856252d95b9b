using TorchSharp;
using static TorchSharp.torch;

namespace WarpGrad.Engine.Networks;

/// <summary>
/// Ordered named tensors: the θ or φ of a learner. Networks take them as arguments, so an inner step makes a new set instead of
/// writing into a module. A set owns its tensors.
/// </summary>
public sealed class ParameterSet : IDisposable
{
    private readonly Dictionary<string, int> _index;

    /// <summary>Joins names and tensors, in order.</summary>
    /// <param name="names">Distinct names.</param>
    /// <param name="tensors">One tensor per name.</param>
    public ParameterSet(IReadOnlyList<string> names, IReadOnlyList<Tensor> tensors)
        : this(names, tensors, names.Select((name, i) => (name, i)).ToDictionary(pair => pair.name, pair => pair.i, StringComparer.Ordinal))
    {
    }

    private ParameterSet(IReadOnlyList<string> names, IReadOnlyList<Tensor> tensors, Dictionary<string, int> index)
    {
        if (names.Count != tensors.Count)
            throw new ArgumentException($"{names.Count} names for {tensors.Count} tensors.", nameof(tensors));
        (Names, Tensors, _index) = (names, tensors, index);
    }

    /// <summary>No parameters at all.</summary>
    public static ParameterSet Empty { get; } = new([], []);

    /// <summary>Names in order.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Tensors in the order of <see cref="Names"/>.</summary>
    public IReadOnlyList<Tensor> Tensors { get; }

    /// <summary>Number of parameters tensors.</summary>
    public int Count => Names.Count;

    /// <summary>The tensor of that name.</summary>
    /// <param name="name">Name of the parameter.</param>
    public Tensor this[string name] => _index.TryGetValue(name, out var at)
        ? Tensors[at]
        : throw new KeyNotFoundException($"There is no parameter '{name}'; there are: {string.Join(", ", Names)}.");

    /// <summary>A new set of the same names.</summary>
    /// <param name="change">Makes the new tensor from the old.</param>
    public ParameterSet Map(Func<Tensor, Tensor> change) => With(Array.ConvertAll([.. Tensors], tensor => change(tensor)));

    /// <summary>A new set of the same names from two sets of equal order.</summary>
    /// <param name="other">Set with the same names.</param>
    /// <param name="join">Makes the new tensor from the two.</param>
    public ParameterSet Zip(ParameterSet other, Func<Tensor, Tensor, Tensor> join)
    {
        var joined = new Tensor[Count];
        for (var i = 0; i < joined.Length; i++)
            joined[i] = join(Tensors[i], other.Tensors[i]);
        return With(joined);
    }

    /// <summary>A new set of the same names.</summary>
    /// <param name="tensors">One tensor per name.</param>
    public ParameterSet With(IReadOnlyList<Tensor> tensors) => new(Names, tensors, _index);

    /// <summary>The same values as fresh leaves of a graph: differentiation goes to these and no further.</summary>
    public ParameterSet AsLeaves() => Map(tensor => tensor.detach().requires_grad_());

    /// <summary>The same values cut from any graph. Shares memory.</summary>
    public ParameterSet Detached() => Map(tensor => tensor.detach());

    /// <summary>Copies of the values.</summary>
    public ParameterSet Clone() => Map(tensor => tensor.detach().clone());

    /// <summary>Zeros of the same shapes.</summary>
    public ParameterSet ZerosLike() => Map(tensor => torch.zeros_like(tensor));

    /// <summary>Gradient of a scalar with respect to every tensor of the set.</summary>
    /// <param name="scalar">Scalar that depends on all of them.</param>
    /// <param name="keepGraph">True when the gradient itself is differentiated again.</param>
    public ParameterSet GradientOf(Tensor scalar, bool keepGraph = false)
    {
        if (Count == 0)
            return this;

        // retain_graph must be given as well: the binding does not derive it from create_graph.
        return With([.. autograd.grad([scalar], [.. Tensors], create_graph: keepGraph, retain_graph: keepGraph)]);
    }

    /// <summary>Hands the tensors to the enclosing dispose scope, or to the caller where there is none.</summary>
    public ParameterSet MoveToOuterScope()
    {
        foreach (var tensor in Tensors)
            tensor.MoveToOuterDisposeScope();
        return this;
    }

    /// <summary>Hands the tensors to the caller whatever scopes are open.</summary>
    public ParameterSet DetachFromScope()
    {
        foreach (var tensor in Tensors)
            tensor.DetachFromDisposeScope();
        return this;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var tensor in Tensors)
            tensor.Dispose();
    }
}
