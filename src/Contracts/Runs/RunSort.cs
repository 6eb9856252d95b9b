using System.Text.Json.Serialization;
using WarpGrad.Contracts.Specs;

namespace WarpGrad.Contracts.Runs;

/// <summary>Orders of a list of runs.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<RunSort>))]
public enum RunSort
{
    /// <summary>The one submitted last comes first.</summary>
    Newest,

    /// <summary>The one submitted first comes first.</summary>
    Oldest,

    /// <summary>By name.</summary>
    Name,

    /// <summary>The best score on test tasks comes first, runs without one last; within one task family only, since others count other things.</summary>
    Score,
}
