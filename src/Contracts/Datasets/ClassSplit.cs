using System.Text.Json.Serialization;
using WarpGrad.Contracts.Specs;

namespace WarpGrad.Contracts.Datasets;

/// <summary>Which tasks a class may appear in. Every class belongs to exactly one split, so tasks of two splits share no class.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<ClassSplit>))]
public enum ClassSplit
{
    /// <summary>Meta-training tasks.</summary>
    Train,

    /// <summary>Validation tasks during a run.</summary>
    Validation,

    /// <summary>Test tasks at the end of a run.</summary>
    Test,
}
