using System.Text.Json.Serialization;
using WarpGrad.Contracts.Specs;

namespace WarpGrad.Contracts.Sharing;

/// <summary>Who in the installation meets a thing besides its team and the teams it is shared with.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<Visibility>))]
public enum Visibility
{
    /// <summary>Nobody.</summary>
    Private,

    /// <summary>Everybody finds it and reads its card; using it takes a grant, which any team may ask for. Models only.</summary>
    OnRequest,

    /// <summary>Everybody may use it.</summary>
    Public,
}

/// <summary>What a team may do with a thing that is shared with it; each grant includes the ones before it.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<Grant>))]
public enum Grant
{
    /// <summary>See it: of a model its card, results and weights; of a dataset its classes and images, and train on it.</summary>
    Read,

    /// <summary>Also adapt it, predict with it and start runs from it. Models only.</summary>
    Adapt,
}

/// <summary>A team that a thing is shared with.</summary>
/// <param name="Team">Slug of the team.</param>
/// <param name="TeamName">Name of the team.</param>
/// <param name="Grant">What the team may do.</param>
/// <param name="Since">When it was shared, or the grant last changed.</param>
/// <param name="By">Who shared it.</param>
public sealed record ShareSummary(string Team, string TeamName, Grant Grant, DateTimeOffset Since, string By);

/// <summary>Shares a thing with a team, or changes what the team may do.</summary>
public sealed record ShareRequest(Grant Grant = Grant.Read);

/// <summary>What became of a request for access.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<AccessRequestState>))]
public enum AccessRequestState
{
    /// <summary>Nobody has answered yet.</summary>
    Pending,

    /// <summary>The model is shared with the asking team.</summary>
    Approved,

    /// <summary>The answer is no.</summary>
    Declined,

    /// <summary>The asking team took it back before anybody answered.</summary>
    Withdrawn,
}

/// <summary>Asks for a model that is marked "on request".</summary>
/// <param name="Team">Slug of the caller's team that would get it.</param>
/// <param name="Message">What it is wanted for.</param>
public sealed record AccessRequestRequest(string Team, string Message = "");

/// <summary>A team's wish to use a model.</summary>
/// <param name="Id">Id.</param>
/// <param name="Team">Slug of the asking team.</param>
/// <param name="TeamName">Name of the asking team.</param>
/// <param name="By">Who asked.</param>
/// <param name="Message">What it is wanted for.</param>
/// <param name="State">What became of it.</param>
/// <param name="CreatedAt">When it was asked.</param>
/// <param name="DecidedAt">When it was answered.</param>
/// <param name="DecidedBy">Who answered.</param>
public sealed record AccessRequestSummary(
    Guid Id, string Team, string TeamName, string By, string Message, AccessRequestState State,
    DateTimeOffset CreatedAt, DateTimeOffset? DecidedAt, string? DecidedBy);

/// <summary>A request for access, with the model that it is for.</summary>
/// <param name="Request">The request.</param>
/// <param name="ModelTeam">Slug of the team that owns the model.</param>
/// <param name="ModelTeamName">Name of that team.</param>
/// <param name="Model">Slug of the model.</param>
/// <param name="ModelName">Name of the model.</param>
public sealed record TeamAccessRequest(AccessRequestSummary Request, string ModelTeam, string ModelTeamName, string Model, string ModelName);

/// <summary>A team that things were shared with.</summary>
/// <param name="Team">Slug of the team.</param>
/// <param name="Name">Name of the team.</param>
public sealed record ReceiverSummary(string Team, string Name);
