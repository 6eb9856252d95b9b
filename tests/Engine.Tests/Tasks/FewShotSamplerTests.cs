using WarpGrad.Contracts.Datasets;
using WarpGrad.Contracts.Episodes;
using WarpGrad.Contracts.Specs;
using WarpGrad.Engine.Compute;
using WarpGrad.Engine.Learners;
using WarpGrad.Engine.Tasks;
using WarpGrad.Engine.Tests.Support;

namespace WarpGrad.Engine.Tests.Tasks;

/// <summary>Tasks drawn from packed images whose pixels tell which image they are.</summary>
public sealed class FewShotSamplerTests
{
    private const int ImagesPerClass = 8, ClassesPerSplit = 6;

    [Theory]
    [InlineData(1, 1, 1, false)]
    [InlineData(5, 3, 5, false)]
    [InlineData(5, 1, 7, true)]
    public void Draw_KeepsSupportAndQueryDisjoint_WhateverTheSeed(int ways, int shots, int queries, bool rotations)
    {
        var sampler = Sampler(ClassSplit.Train, new TaskRules(Math.Max(ways, 2), shots, queries, false, rotations, false, 0, false));
        for (var seed = 0; seed < 200; seed++)
        {
            var task = sampler.Draw(RandomStream.Derive(seed, StreamPurpose.TrainTask));
            // A quarter turn is a class of its own, so it is the pair of class and image that must not recur.
            var images = task.Labels.Zip(Identities(task)).ToArray();

            Assert.Empty(images[..task.SupportCount].Intersect(images[task.SupportCount..]));
            Assert.Equal(task.SupportCount, images[..task.SupportCount].Distinct().Count());
        }
    }

    [Fact]
    public void Draw_UsesOnlyClassesOfItsSplit()
    {
        foreach (var split in Enum.GetValues<ClassSplit>())
        {
            var sampler = Sampler(split, new TaskRules(5, 1, 2, false, false, false, 0, false));
            var classes = Enumerable.Range(0, 50)
                .SelectMany(seed => Identities(sampler.Draw(RandomStream.Derive(seed, StreamPurpose.TrainTask))))
                .Select(image => image / ImagesPerClass / ClassesPerSplit).Distinct();

            Assert.Equal([(int)split], classes);
        }
    }

    [Fact]
    public void Draw_GivesTheSameTask_FromTheSameStream()
    {
        var sampler = Sampler(ClassSplit.Train, new TaskRules(5, 1, 2, false, false, true, 2, false));

        Assert.Equal(
            sampler.Draw(RandomStream.Derive(3, StreamPurpose.TrainTask, 4)).Images,
            sampler.Draw(RandomStream.Derive(3, StreamPurpose.TrainTask, 4)).Images);
        Assert.NotEqual(
            sampler.Draw(RandomStream.Derive(3, StreamPurpose.TrainTask, 4)).Images,
            sampler.Draw(RandomStream.Derive(3, StreamPurpose.TrainTask, 5)).Images);
    }

    [Theory]
    [InlineData(false, false, 0)]
    [InlineData(true, false, 0)]
    [InlineData(true, true, 0)]
    [InlineData(true, true, 3)]
    [InlineData(false, false, 2)]
    public void Look_ShowsTheTaskThatDrawGives(bool rotations, bool augmentation, int copies)
    {
        var rules = new TaskRules(5, 2, 3, false, rotations, augmentation, copies, false);
        // Images of one brightness look the same however they are transformed.
        var sampler = Sampler(ClassSplit.Train, rules, [.. Enumerable.Range(0, 16)]);
        var shown = new EpisodeSampler(
            [.. Enumerable.Range(0, 3 * ClassesPerSplit).Select(c => new EpisodeClass("", (ClassSplit)(c / ClassesPerSplit), c * ImagesPerClass, ImagesPerClass))], ClassSplit.Train, rules);
        for (var seed = 0; seed < 50; seed++)
        {
            var task = sampler.Draw(RandomStream.Derive(seed, StreamPurpose.TrainTask, 1, 0));
            var (classes, images) = shown.Look(RandomStream.Derive(seed, StreamPurpose.TrainTask, 1, 0));

            var support = images.Where(image => !image.IsQuery).SelectMany(image => Enumerable.Repeat(image.Image, 1 + copies));
            Assert.Equal(support.Concat(images.Where(image => image.IsQuery).Select(image => image.Image)), Identities(task));
            Assert.Equal(classes.Select(drawn => drawn.Number), task.Classes);
        }
    }

    [Fact]
    public void Distortion_ChangesTheImagesOfATrainingTaskAlike_AndNothingElse()
    {
        var spec = Samples.Spec with { Task = Samples.Spec.Task with { DistortedTasks = 1 } };
        using var plain = Task(Samples.Spec);
        using var distorted = Task(spec);
        var random = RandomStream.Derive(spec.Seed, StreamPurpose.Distortion, 7, 1);
        random.NextDouble(); // Whether at all.
        var distortion = new AffineAugmentation(AffineDraw.Distortion(random));
        var expected = Pixels(plain).Chunk(Samples.Image.Size).SelectMany(image =>
        {
            var target = new float[image.Length];
            distortion.Apply(image, target, Samples.Image);
            return target;
        });

        Assert.Equal(expected, Pixels(distorted));
        Assert.NotEqual(Pixels(plain), Pixels(distorted));
        Assert.Equal(plain.Tensors.Classes.data<long>().ToArray(), distorted.Tensors.Classes.data<long>().ToArray());
        Assert.Equal(plain.Tensors.QueryLabels.data<long>().ToArray(), distorted.Tensors.QueryLabels.data<long>().ToArray());
    }

    [Theory]
    [InlineData(ClassSplit.Validation)]
    [InlineData(ClassSplit.Test)]
    public void Distortion_LeavesHeldOutTasksAsTheyAre(ClassSplit split)
    {
        var place = Placement.Of(Samples.Spec);
        using var plain = (ImageTask)TaskDistributions.Of(Samples.Spec, Samples.Images()).HeldOut(split, 3, place);
        using var beside = (ImageTask)TaskDistributions.Of(Samples.Spec with { Task = Samples.Spec.Task with { DistortedTasks = 1 } }, Samples.Images()).HeldOut(split, 3, place);

        Assert.Equal(Pixels(plain), Pixels(beside));
    }

    [Fact]
    public void Distortion_MeetsAsManyTasksAsAskedFor()
    {
        var place = Placement.Of(Samples.Spec);
        var (plain, distorted) = (TaskDistributions.Of(Samples.Spec, Samples.Images()), TaskDistributions.Of(Samples.Spec with { Task = Samples.Spec.Task with { DistortedTasks = 0.3 } }, Samples.Images()));

        var changed = Enumerable.Range(1, 400).Count(step =>
        {
            using var one = (ImageTask)plain.Training(step, 0, place);
            using var other = (ImageTask)distorted.Training(step, 0, place);
            return !Pixels(one).SequenceEqual(Pixels(other));
        });

        Assert.InRange(changed, 85, 155);
    }

    private static ImageTask Task(RunSpec spec) => (ImageTask)TaskDistributions.Of(spec, Samples.Images()).Training(7, 1, Placement.Of(spec));

    private static float[] Pixels(ImageTask task) => task.Tensors.All.contiguous().data<float>().ToArray();

    [Fact]
    public void Assign_GivesWholeGroupsToOneSplit_AndFillsEverySplit()
    {
        var classes = Enumerable.Range(0, 5).SelectMany(group => Enumerable.Range(0, 10 + group).Select(c => ($"g{group}", $"c{c}"))).ToArray();
        var splits = ClassSplitter.Assign(classes);

        Assert.All(classes.Zip(splits).GroupBy(pair => pair.First.Item1), group => Assert.Single(group.Select(pair => pair.Second).Distinct()));
        Assert.Equal(3, splits.Distinct().Count());
        Assert.Equal(splits.Reverse(), ClassSplitter.Assign([.. classes.Reverse()]));
    }

    [Fact]
    public void Assign_SplitsSingleClasses_WhereThereAreNoGroups()
    {
        var splits = ClassSplitter.Assign([.. Enumerable.Range(0, 40).Select(c => ("", $"c{c}"))]);

        Assert.Equal((28, 6, 6), (splits.Count(s => s == ClassSplit.Train), splits.Count(s => s == ClassSplit.Validation), splits.Count(s => s == ClassSplit.Test)));
    }

    [Theory]
    [InlineData(6)]
    [InlineData(10)]
    [InlineData(13)]
    public void Assign_LeavesEverySplitOfAFewClassesEnoughForATask(int count)
    {
        var splits = ClassSplitter.Assign([.. Enumerable.Range(0, count).Select(c => ("", $"c{c}"))]);

        Assert.Equal((count - 4, 2, 2), (splits.Count(s => s == ClassSplit.Train), splits.Count(s => s == ClassSplit.Validation), splits.Count(s => s == ClassSplit.Test)));
    }

    // All four corners carry the number, so that a quarter turn does not hide it.
    private static FewShotSampler Sampler(ClassSplit split, TaskRules rules) => Sampler(split, rules, [0, 3, 12, 15]);

    private static FewShotSampler Sampler(ClassSplit split, TaskRules rules, int[] numbered)
    {
        var shape = new ImageShape(1, 4, 4);
        var splits = Enum.GetValues<ClassSplit>();
        var count = splits.Length * ClassesPerSplit * ImagesPerClass;
        var pixels = new byte[count * shape.Size];
        for (var image = 0; image < count; image++)
        {
            foreach (var pixel in numbered)
                pixels[image * shape.Size + pixel] = (byte)image;
        }

        var classes = Enumerable.Range(0, splits.Length * ClassesPerSplit)
            .Select(c => new ImageClass("", $"c{c}", splits[c / ClassesPerSplit], c * ImagesPerClass, ImagesPerClass)).ToArray();
        return new FewShotSampler(new PackedImages(pixels, 1, 4, 4, classes, "numbered"), split, rules);
    }

    private static int[] Identities(FewShotTask task) =>
        [.. task.Images.Chunk(task.Image.Size).Select(image => (int)Math.Round(image[0] * 255))];
}
