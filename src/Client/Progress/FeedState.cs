namespace WarpGrad.Client.Progress;

/// <summary>How a feed stands.</summary>
public enum FeedState
{
    /// <summary>Connects for the first time.</summary>
    Connecting,

    /// <summary>Events flow.</summary>
    Live,

    /// <summary>The connection is lost; the feed tries again by itself.</summary>
    Reconnecting,

    /// <summary>Nothing more comes, or the caller may not read it.</summary>
    Ended,
}
