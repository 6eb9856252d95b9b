using WarpGrad.Contracts.Episodes;
using WarpGrad.Engine.Compute;
using WarpGrad.Engine.Learners;
using WarpGrad.Engine.Tasks;

namespace WarpGrad.Engine.Tests.Tasks;

public class AffineAugmentationTests
{
    [Theory]
    [InlineData(1, 28, 28), InlineData(3, 21, 17), InlineData(1, 5, 6)]
    public void Eight_pixels_at_a_time_are_read_as_one_by_one(int channels, int height, int width)
    {
        var image = new ImageShape(channels, height, width);
        var random = RandomStream.Derive(1, StreamPurpose.TrainTask, 1);
        var source = Enumerable.Range(0, image.Size).Select(_ => (float)random.NextDouble()).ToArray();

        for (var draw = 0; draw < 20; draw++)
        {
            var row = new SourceRow((float)random.NextDouble(-2, 3), (float)random.NextDouble(0, height), 1.1f, 0.2f, width, height);
            var whole = new float[width];
            row.Read(source.AsSpan(0, height * width), whole);
            for (var i = 0; i < width; i++)
                Assert.Equal(row.At(source.AsSpan(0, height * width), i), whole[i]);
        }
    }

    [Fact]
    public void A_distorted_image_is_augmented_as_if_the_one_came_after_the_other()
    {
        var image = new ImageShape(1, 64, 64);
        var distortion = new AffineAugmentation(AffineDraw.Distortion(RandomStream.Derive(1, StreamPurpose.Distortion, 3)));
        var augmentation = AffineAugmentation.Draw(RandomStream.Derive(1, StreamPurpose.TrainTask, 3));
        // One broad hill a little off the centre, so that sampling twice blurs hardly more than sampling once.
        var source = Enumerable.Range(0, image.Size).Select(i => (float)Math.Exp(-(Math.Pow(i % 64 - 38, 2) / 200 + Math.Pow(i / 64 - 29, 2) / 90))).ToArray();
        var (distorted, twice, once) = (new float[image.Size], new float[image.Size], new float[image.Size]);
        distortion.Apply(source, distorted, image);
        augmentation.Apply(distorted, twice, image);

        augmentation.Of(distortion).Apply(source, once, image);

        Assert.True(twice.Zip(once).Max(pair => Math.Abs(pair.First - pair.Second)) < 0.02);
        Assert.True(distorted.Zip(once).Max(pair => Math.Abs(pair.First - pair.Second)) > 0.1);
    }

    [Fact]
    public void Distortions_mirror_half_of_the_tasks_and_stay_within_their_bounds()
    {
        var drawn = Enumerable.Range(0, 1000).Select(index => AffineDraw.Distortion(RandomStream.Derive(1, StreamPurpose.Distortion, index))).ToArray();

        Assert.InRange(drawn.Count(one => one.ZoomX < 0), 430, 570);
        Assert.All(drawn, one => Assert.InRange(Math.Abs(one.ZoomX), 0.5, 1));
        Assert.All(drawn, one => Assert.InRange(one.ZoomY, 0.5, 1));
        Assert.All(drawn, one => Assert.InRange(one.Shear, -1, 1));
        Assert.All(drawn, one => Assert.Equal((0, 0), (one.ShiftX, one.ShiftY)));
        Assert.InRange(drawn.Average(one => one.Degrees), -10, 10);
    }

    [Fact]
    public void A_constant_image_stays_as_it_is()
    {
        var image = new ImageShape(1, 28, 28);
        var (source, target) = (Enumerable.Repeat(0.5f, image.Size).ToArray(), new float[image.Size]);
        AffineAugmentation.Draw(RandomStream.Derive(1, StreamPurpose.TrainTask, 2)).Apply(source, target, image);
        Assert.All(target, value => Assert.Equal(0.5f, value, 6));
    }
}
