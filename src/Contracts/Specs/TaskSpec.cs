using System.Text.Json.Serialization;

namespace WarpGrad.Contracts.Specs;

/// <summary>The task distribution.</summary>
public sealed record TaskSpec
{
    /// <summary>Family of tasks.</summary>
    [SpecField("Family of tasks.", Label = "Task family")]
    public TaskFamily Family { get; init; } = TaskFamily.FewShotImages;

    /// <summary>Dataset whose classes the tasks are made of.</summary>
    [SpecField("Dataset whose classes the tasks are made of.", Label = "Dataset")]
    public Guid? Dataset { get; init; }

    /// <summary>Classes per task.</summary>
    [SpecField("Classes in each training task. The trained model adapts to any number of classes.", Label = "Ways", Min = 2, Max = 100, Unit = "classes")]
    public int Ways { get; init; } = 5;

    /// <summary>Labelled (support) images per class.</summary>
    [SpecField("Labelled images per class that the learner adapts on.", Label = "Shots", Min = 1, Max = 50, Unit = "images per class")]
    public int Shots { get; init; } = 1;

    /// <summary>Query images per class.</summary>
    [SpecField("Further images per class that judge the adapted learner.", Label = "Queries", Min = 1, Max = 50, Unit = "images per class")]
    public int Queries { get; init; } = 5;

    /// <summary>Whether all classes of a task come from one group.</summary>
    [SpecField("Draw the classes of a task from one group (one alphabet), which makes tasks harder and more like real ones.", Label = "Within one group")]
    public bool WithinGroup { get; init; }

    /// <summary>Whether quarter turns of a class count as further training classes.</summary>
    [SpecField("Count quarter turns of a class as new training classes (usual for characters).", Label = "Rotations as classes")]
    public bool Rotations { get; init; }

    /// <summary>Whether training images are randomly shifted, turned and scaled a little on every access.</summary>
    [SpecField("Shift, turn and scale training images a little at random on every access.", Label = "Affine augmentation")]
    public bool Augmentation { get; init; }
}

/// <summary>Families of tasks.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<TaskFamily>))]
public enum TaskFamily
{
    /// <summary>Few-shot image classification from the classes of a dataset.</summary>
    FewShotImages,
}
