using System.Text.Json.Serialization;
using WarpGrad.Contracts.Specs;

namespace WarpGrad.Contracts.Datasets;

/// <summary>How the classes of a dataset version came to their splits.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<SplitRule>))]
public enum SplitRule
{
    /// <summary>By shares, in an order that follows from the names: whole groups where there are at least three, else single classes.</summary>
    Shares,

    /// <summary>Omniglot's own sets: evaluation alphabets test; background alphabets train, a share of them validates.</summary>
    OmniglotSets,

    /// <summary>As the upload says, by train.csv, val.csv and test.csv or by folders of these names.</summary>
    Upload,

    /// <summary>miniImageNet's classes, recognised by their WordNet ids, as Ravi and Larochelle divide them.</summary>
    MiniImageNet,

    /// <summary>tieredImageNet's classes, recognised by their WordNet ids, as Ren et al. divide them.</summary>
    TieredImageNet,

    /// <summary>As people moved the classes of an earlier version.</summary>
    Edited,
}
