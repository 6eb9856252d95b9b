namespace WarpGrad.Contracts.Episodes;

/// <summary>What a random stream decides. Each purpose has its own stream, so that changing one setting does not move the others.</summary>
public enum StreamPurpose
{
    /// <summary>Start values of the parameters.</summary>
    Parameters = 1,

    /// <summary>Training tasks.</summary>
    TrainTask = 2,

    /// <summary>Order of trajectory points in replay.</summary>
    Replay = 3,

    /// <summary>Validation tasks.</summary>
    ValidationTask = 4,

    /// <summary>Test tasks.</summary>
    TestTask = 5,

    /// <summary>Augmented copies of a caller's support images.</summary>
    Serving = 6,

    /// <summary>Which points of a trajectory are used.</summary>
    Points = 7,

    /// <summary>Start values of the per-class heads of fine-tuning.</summary>
    Heads = 8,

    /// <summary>Shapes of practice glyphs.</summary>
    GlyphShapes = 9,

    /// <summary>Hands that draw practice glyphs.</summary>
    GlyphDrawers = 10,

    /// <summary>Examples of each adaptation step and meta-loss within a task.</summary>
    Batches = 11,

    /// <summary>Goals, jumps and actions of episodes.</summary>
    Episodes = 12,

    /// <summary>Which classes are training tasks.</summary>
    TaskChoice = 13,

    /// <summary>What a model's file says of its training tasks.</summary>
    Statistics = 14,

    /// <summary>Directions in which warps are looked at.</summary>
    Inspection = 15,

    /// <summary>How all images of a training task are distorted.</summary>
    Distortion = 16,
}
