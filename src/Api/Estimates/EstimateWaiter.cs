using WarpGrad.Api.Infrastructure;
using WarpGrad.Data.Notifications;

namespace WarpGrad.Api.Estimates;

/// <summary>Wakes requests whose run was probed.</summary>
internal sealed class EstimateWaiter(NotificationListener listener) : RowWaiter(listener, Channels.Estimates);
