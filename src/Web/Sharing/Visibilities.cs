using WarpGrad.Contracts.Models;
using WarpGrad.Contracts.Sharing;

namespace WarpGrad.Web.Sharing;

/// <summary>Who meets a thing, in plain words.</summary>
public static class Visibilities
{
    /// <summary>Name of a visibility.</summary>
    public static string Name(Visibility visibility) => visibility switch
    {
        Visibility.Private => SharingTexts.Private,
        Visibility.OnRequest => SharingTexts.OnRequest,
        Visibility.Public => SharingTexts.Public,
        _ => visibility.ToString(),
    };

    /// <summary>What it means for a model.</summary>
    public static string HelpOfModel(Visibility visibility) => visibility switch
    {
        Visibility.Private => SharingTexts.PrivateMeans,
        Visibility.OnRequest => SharingTexts.OnRequestMeans,
        Visibility.Public => SharingTexts.PublicModelMeans,
        _ => "",
    };

    /// <summary>What it means for a dataset.</summary>
    public static string HelpOfDataset(Visibility visibility) => visibility == Visibility.Public
        ? SharingTexts.PublicDatasetMeans
        : SharingTexts.PrivateMeans;

    /// <summary>What a grant allows.</summary>
    public static string Name(Grant grant) => grant switch
    {
        Grant.Read => SharingTexts.Read,
        Grant.Adapt => SharingTexts.ReadAndAdapt,
        _ => grant.ToString(),
    };

    /// <summary>What the visitor may do with a model.</summary>
    public static string Name(ModelAccessLevel access) => access switch
    {
        ModelAccessLevel.Find => SharingTexts.CardOnly,
        ModelAccessLevel.Read => SharingTexts.ReadNotAdapt,
        ModelAccessLevel.Adapt => SharingTexts.Use,
        _ => access.ToString(),
    };
}
