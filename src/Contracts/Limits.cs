namespace WarpGrad.Contracts;

/// <summary>Bounds on what callers send; every refusal names the bound.</summary>
public static class Limits
{
    /// <summary>Largest body in bytes of a request that is neither an upload nor an adaptation.</summary>
    public const long BodyBytes = 1024 * 1024;

    /// <summary>Largest dataset upload in bytes.</summary>
    public const long UploadBytes = 2L * 1024 * 1024 * 1024;

    /// <summary>Largest model file in bytes.</summary>
    public const long ModelBytes = 512L * 1024 * 1024;

    /// <summary>Most images in a dataset.</summary>
    public const int DatasetImages = 200_000;

    /// <summary>Most bytes that the entries of an uploaded zip may unpack to.</summary>
    public const long UnpackedBytes = 4L * 1024 * 1024 * 1024;

    /// <summary>Largest single image file in bytes.</summary>
    public const int ImageBytes = 20 * 1024 * 1024;

    /// <summary>Most pixels of an image before scaling.</summary>
    public const int ImagePixels = 40_000_000;

    /// <summary>Largest image side a dataset is stored at.</summary>
    public const int ImageSide = 84;

    /// <summary>Most classes in one adapt-and-predict call.</summary>
    public const int AdaptationClasses = 100;

    /// <summary>Most images, support and query together, in one adapt-and-predict call.</summary>
    public const int AdaptationImages = 5_000;

    /// <summary>Largest body of an adapt-and-predict call in bytes.</summary>
    public const long AdaptationBytes = 64L * 1024 * 1024;

    /// <summary>Most adaptation steps a caller may ask for.</summary>
    public const int AdaptationSteps = 500;

    /// <summary>Most predictions, queries times steps, that an answer shows on the way of adaptation.</summary>
    public const int TracedPredictions = 2_000;

    /// <summary>Most trials of a sweep.</summary>
    public const int SweepTrials = 200;

    /// <summary>Most runs that one bulk request acts on.</summary>
    public const int BulkRuns = 500;

    /// <summary>Most passes of an example through the network for which leave-one-out is done unasked: about a second for small images.</summary>
    public const int LeaveOneOutPasses = 4_000;

    /// <summary>Hours that a kept adaptation lives, unless said otherwise.</summary>
    public const double AdaptationHours = 24;

    /// <summary>Most hours that a kept adaptation may live: 30 days.</summary>
    public const double LongestAdaptationHours = 720;

    /// <summary>Most models that one ranking looks at.</summary>
    public const int RankedModels = 20;

    /// <summary>Most labelled images that models are ranked by.</summary>
    public const int RankedImages = 200;

    /// <summary>Most points of a metric series in one answer; longer series are thinned, extremes kept.</summary>
    public const int SeriesPoints = 500;
}
