using System.Text.Json.Serialization;
using WarpGrad.Contracts.Specs;

namespace WarpGrad.Contracts.Models;

/// <summary>State of a model import.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<ModelImportState>))]
public enum ModelImportState
{
    /// <summary>A worker checks the file.</summary>
    Pending,

    /// <summary>It is a model version now.</summary>
    Done,

    /// <summary>It was refused; the reason says why.</summary>
    Failed,
}
