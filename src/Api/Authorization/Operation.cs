namespace WarpGrad.Api.Authorization;

/// <summary>Everything a caller can do to a team or what belongs to it.</summary>
public enum Operation
{
    /// <summary>See the team and its members.</summary>
    TeamRead,

    /// <summary>See datasets.</summary>
    DatasetRead,

    /// <summary>Upload datasets.</summary>
    DatasetCreate,

    /// <summary>Delete datasets.</summary>
    DatasetDelete,

    /// <summary>See runs, their events and checkpoints.</summary>
    RunRead,

    /// <summary>Submit runs.</summary>
    RunCreate,

    /// <summary>Pause, resume and cancel runs.</summary>
    RunControl,

    /// <summary>See and download models.</summary>
    ModelRead,

    /// <summary>Adapt models and predict.</summary>
    ModelAdapt,
}
