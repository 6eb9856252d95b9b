using WarpGrad.Contracts.Models;
using WarpGrad.Contracts.Sharing;

namespace WarpGrad.Web.Sharing;

/// <summary>Who meets a thing, in plain words.</summary>
public static class Visibilities
{
    /// <summary>Name of a visibility.</summary>
    public static string Name(Visibility visibility) => visibility switch
    {
        Visibility.Private => "Private",
        Visibility.OnRequest => "On request",
        Visibility.Public => "Public",
        _ => visibility.ToString(),
    };

    /// <summary>What it means for a model.</summary>
    public static string HelpOfModel(Visibility visibility) => visibility switch
    {
        Visibility.Private => "Only the team and the teams it is shared with meet it.",
        Visibility.OnRequest => "Everybody finds it and reads its card; any team may ask to use it.",
        Visibility.Public => "Everybody in the installation may use it.",
        _ => "",
    };

    /// <summary>What it means for a dataset.</summary>
    public static string HelpOfDataset(Visibility visibility) => visibility == Visibility.Public
        ? "Everybody in the installation may look at it and train on it."
        : "Only the team and the teams it is shared with meet it.";

    /// <summary>What a grant allows.</summary>
    public static string Name(Grant grant) => grant switch
    {
        Grant.Read => "read",
        Grant.Adapt => "read and adapt",
        _ => grant.ToString(),
    };

    /// <summary>What the visitor may do with a model.</summary>
    public static string Name(ModelAccessLevel access) => access switch
    {
        ModelAccessLevel.Find => "its card only",
        ModelAccessLevel.Read => "read, not adapt",
        ModelAccessLevel.Adapt => "use it",
        _ => access.ToString(),
    };
}
