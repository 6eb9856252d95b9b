namespace WarpGrad.Contracts.Specs;

/// <summary>
/// The one declaration of a <see cref="RunSpec"/> field: help, range and unit.
/// The default is the value a newly made record holds. Form, validation and documentation all read it from here.
/// </summary>
/// <param name="help">One line a person who has not read the paper can act on.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SpecFieldAttribute(string help) : Attribute
{
    /// <summary>One line of help.</summary>
    public string Help { get; } = help;

    /// <summary>Name shown beside the field.</summary>
    public string Label { get; init; } = "";

    /// <summary>Smallest value allowed; not checked when <see cref="double.NegativeInfinity"/>.</summary>
    public double Min { get; init; } = double.NegativeInfinity;

    /// <summary>Largest value allowed; not checked when <see cref="double.PositiveInfinity"/>.</summary>
    public double Max { get; init; } = double.PositiveInfinity;

    /// <summary>Unit in which the value counts, for example <c>steps</c>.</summary>
    public string Unit { get; init; } = "";

    /// <summary>True for fields that a form may tuck away under "more".</summary>
    public bool Advanced { get; init; }

    /// <summary>True for references that may be left empty.</summary>
    public bool Optional { get; init; }

    /// <summary>
    /// When the field matters, as <c>path: value | value</c> of another field, several conditions separated by commas; empty means always.
    /// </summary>
    public string When { get; init; } = "";
}

/// <summary>When the fields of an inner record matter, beside their own conditions.</summary>
/// <param name="when">As <see cref="SpecFieldAttribute.When"/>.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SpecWhenAttribute(string when) : Attribute
{
    /// <summary>The conditions.</summary>
    public string When { get; } = when;
}
