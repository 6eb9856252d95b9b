using System.Text.Json.Nodes;

namespace WarpGrad.Fuzz.World;

/// <summary>Good bodies whose meaning no schema tells.</summary>
internal static class Bodies
{
    /// <summary>A drawing of 16 × 16 pixels as PNG.</summary>
    public const string Png =
        "iVBORw0KGgoAAAANSUhEUgAAABAAAAAQCAAAAAA6mKC9AAAAN0lEQVR42nWPQQ4AQAQD5/+f7orL"
        + "hgmcGjoFSc0vuocQthALaAOdIA9kiigIi3KQy3AwV3T0Cw8heOAgkJZqmgAAAABJRU5ErkJggg==";

    /// <summary>Overrides of a recipe that make its run a matter of a second.</summary>
    /// <param name="dataset">Its dataset; null for families that need none.</param>
    public static JsonObject QuickOverrides(string? dataset)
    {
        var overrides = new JsonObject
        {
            ["innerLoop"] = new JsonObject { ["steps"] = 2 },
            ["outerLoop"] = new JsonObject { ["metaSteps"] = 4, ["metaBatch"] = 2, ["maxMinutes"] = 0 },
            ["evaluation"] = new JsonObject { ["interval"] = 2, ["tasks"] = 2, ["finalTasks"] = 4, ["checkpointInterval"] = 2 },
        };
        overrides["learner"] = new JsonObject { ["filters"] = 4 };
        if (dataset is not null)
            overrides["task"] = new JsonObject { ["dataset"] = dataset, ["ways"] = 3, ["shots"] = 1, ["queries"] = 2 };
        return overrides;
    }

    /// <summary>Points of a curve.</summary>
    public static JsonObject Curve() => new()
    {
        ["support"] = new JsonArray(Point(0.5, 1), Point(-1, 0.25)),
        ["query"] = new JsonArray(new JsonObject { ["id"] = "a", ["x"] = new JsonArray(1.5) }),
        ["steps"] = 2,
        ["learningRate"] = 0.01,
    };

    /// <summary>Labelled images.</summary>
    public static JsonObject Images() => new()
    {
        ["support"] = new JsonArray(Picture("alpha"), Picture("beta")),
        ["query"] = new JsonArray(new JsonObject { ["id"] = "a", ["image"] = Png }),
    };

    private static JsonObject Point(double x, double y) => new() { ["x"] = new JsonArray(x), ["y"] = new JsonArray(y) };

    private static JsonObject Picture(string label) => new() { ["label"] = label, ["image"] = Png };
}
