namespace WarpGrad.Data.Authorization;

/// <summary>Everything a caller can do to a team or what belongs to it.</summary>
public enum Operation
{
    /// <summary>See the team and its members.</summary>
    TeamRead,

    /// <summary>Manage the team: its name, members, invitations and service tokens.</summary>
    TeamManage,

    /// <summary>Read the team's audit log.</summary>
    TeamAudit,

    /// <summary>See a dataset, its classes and images, and train on it.</summary>
    DatasetRead,

    /// <summary>Upload datasets.</summary>
    DatasetCreate,

    /// <summary>Change what a dataset says about itself.</summary>
    DatasetEdit,

    /// <summary>Decide who else may use a dataset.</summary>
    DatasetShare,

    /// <summary>Delete datasets.</summary>
    DatasetDelete,

    /// <summary>See runs, their events and checkpoints.</summary>
    RunRead,

    /// <summary>Submit runs.</summary>
    RunCreate,

    /// <summary>Pause, resume, retry and cancel runs, and change their priority.</summary>
    RunControl,

    /// <summary>Delete runs.</summary>
    RunDelete,

    /// <summary>Find a model: see that it exists, its card and results.</summary>
    ModelFind,

    /// <summary>Download a model's weights and read its spec and lineage.</summary>
    ModelRead,

    /// <summary>Adapt a model and predict, or start runs from it.</summary>
    ModelAdapt,

    /// <summary>Read the answers of adaptations, and predict with kept ones.</summary>
    AdaptationRead,

    /// <summary>Add examples to adaptations that somebody else keeps, and delete them.</summary>
    AdaptationManage,

    /// <summary>Import a model.</summary>
    ModelCreate,

    /// <summary>Change a model's card, tags and aliases.</summary>
    ModelEdit,

    /// <summary>Decide who else may use a model.</summary>
    ModelShare,

    /// <summary>Delete a model.</summary>
    ModelDelete,
}
