using TorchSharp;
using WarpGrad.Engine.Compute;
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

    /// <summary>Bytes of all tensors.</summary>
    public long Bytes => Tensors.Sum(tensor => tensor.numel() * tensor.element_size());

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

    /// <summary>The parameters whose names satisfy a condition; the set itself where all do. Shares the tensors.</summary>
    /// <param name="condition">The condition.</param>
    public ParameterSet Where(Func<string, bool> condition)
    {
        var chosen = Enumerable.Range(0, Count).Where(i => condition(Names[i])).ToArray();
        return chosen.Length == Count ? this : new ParameterSet([.. chosen.Select(i => Names[i])], [.. chosen.Select(i => Tensors[i])]);
    }

    /// <summary>The set with some of its tensors replaced by those of another, by name.</summary>
    /// <param name="part">Parameters of this set, or fewer, with their new tensors.</param>
    public ParameterSet Replaced(ParameterSet part)
    {
        if (part.Count == Count)
            return part;
        Tensor[] tensors = [.. Tensors];
        for (var i = 0; i < part.Count; i++)
            tensors[_index[part.Names[i]]] = part.Tensors[i];
        return With(tensors);
    }

    /// <summary>Sum of the squares of all entries.</summary>
    public double SquaredNorm()
    {
        using var scope = torch.NewDisposeScope();
        return Tensors.Sum(tensor => tensor.Squared().sum().Number());
    }

    /// <summary>Name of the first tensor with an entry that is infinite or no number; null where all entries are finite.</summary>
    public string? FirstNotFinite()
    {
        using var scope = torch.NewDisposeScope();
        return Names.Zip(Tensors).FirstOrDefault(entry => entry.Second.isfinite().all().Number() == 0).First;
    }

    /// <summary>Whether there is a parameter of that name.</summary>
    /// <param name="name">Name of the parameter.</param>
    public bool Contains(string name) => _index.ContainsKey(name);

    /// <summary>The same values as fresh leaves of a graph: differentiation goes to these and no further.</summary>
    public ParameterSet AsLeaves() => Map(tensor => tensor.detach().requires_grad_());

    /// <summary>The same values cut from any graph. Shares memory.</summary>
    public ParameterSet Detached() => Map(tensor => tensor.detach());

    /// <summary>Copies of the values.</summary>
    public ParameterSet Clone() => Map(tensor => tensor.detach().clone());

    /// <summary>Zeros of the same shapes.</summary>
    public ParameterSet ZerosLike() => Map(tensor => torch.zeros_like(tensor));

    /// <summary>Gradient of a scalar with respect to every tensor of the set; zero for tensors it does not depend on.</summary>
    /// <param name="scalar">The scalar.</param>
    /// <param name="keepGraph">True when the gradient itself is differentiated again.</param>
    public ParameterSet GradientOf(Tensor scalar, bool keepGraph = false) => GradientsOf(scalar, keepGraph, this)[0];

    /// <summary>Gradients of one scalar with respect to several sets, in one backward pass.</summary>
    /// <param name="scalar">The scalar.</param>
    /// <param name="keepGraph">True when the gradients themselves are differentiated again.</param>
    /// <param name="sets">Sets of leaves.</param>
    /// <returns>One gradient per set; zero for tensors that the scalar does not depend on.</returns>
    public static ParameterSet[] GradientsOf(Tensor scalar, bool keepGraph, params ReadOnlySpan<ParameterSet> sets)
    {
        var inputs = new List<Tensor>();
        foreach (var set in sets)
            inputs.AddRange(set.Tensors);
        if (inputs.Count == 0)
            return sets.ToArray();

        // retain_graph must be given as well: the binding does not derive it from create_graph.
        var slopes = autograd.grad([scalar], inputs, create_graph: keepGraph, retain_graph: keepGraph, allow_unused: true);
        var gradients = new ParameterSet[sets.Length];
        var first = 0;
        for (var i = 0; i < gradients.Length; i++)
        {
            var tensors = new Tensor[sets[i].Count];
            for (var at = 0; at < tensors.Length; at++)
                tensors[at] = slopes[first + at] is { IsInvalid: false } slope ? slope : torch.zeros_like(sets[i].Tensors[at]);
            gradients[i] = sets[i].With(tensors);
            first += tensors.Length;
        }

        return gradients;
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
