using WarpGrad.Api.Infrastructure;
using WarpGrad.Data.Notifications;

namespace WarpGrad.Api.Adaptations;

/// <summary>Wakes requests whose adaptation was answered.</summary>
internal sealed class AdaptationWaiter(NotificationListener listener) : RowWaiter(listener, Channels.Adaptations);
