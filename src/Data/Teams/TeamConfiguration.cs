using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace WarpGrad.Data.Teams;

internal sealed class TeamConfiguration : IEntityTypeConfiguration<Team>, IEntityTypeConfiguration<Membership>, IEntityTypeConfiguration<Invitation>
{
    public void Configure(EntityTypeBuilder<Team> team)
    {
        team.ToTable("teams");
        team.Property(t => t.Slug).HasMaxLength(64);
        team.Property(t => t.Name).HasMaxLength(100);
        team.HasIndex(t => t.Slug).IsUnique();
    }

    public void Configure(EntityTypeBuilder<Membership> membership)
    {
        membership.ToTable("memberships");
        membership.HasKey(m => new { m.TeamId, m.UserId });
        membership.HasIndex(m => m.UserId);
        membership.HasOne(m => m.Team).WithMany(t => t.Members).HasForeignKey(m => m.TeamId);
        membership.HasOne(m => m.User).WithMany().HasForeignKey(m => m.UserId);
    }

    public void Configure(EntityTypeBuilder<Invitation> invitation)
    {
        invitation.ToTable("invitations");
        invitation.Property(i => i.Note).HasMaxLength(200);
        invitation.Property(i => i.CreatedBy).HasMaxLength(256);
        invitation.Property(i => i.AcceptedBy).HasMaxLength(256);
        invitation.HasIndex(i => i.Hash).IsUnique();
        invitation.HasIndex(i => i.TeamId);
        invitation.HasOne(i => i.Team).WithMany().HasForeignKey(i => i.TeamId);
    }
}
