using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace WarpGrad.Migrations.Migrations
{
    /// <inheritdoc />
    public partial class SweepsAndEstimates : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<double[]>(
                name: "RungScores",
                table: "runs",
                type: "double precision[]",
                nullable: false,
                defaultValue: new double[0]);

            migrationBuilder.AddColumn<long>(
                name: "StepLimit",
                table: "runs",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "SweepId",
                table: "runs",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "Trial",
                table: "runs",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<double>(
                name: "Validation",
                table: "runs",
                type: "double precision",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "estimates",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    TeamId = table.Column<Guid>(type: "uuid", nullable: false),
                    Key = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    Spec = table.Column<string>(type: "jsonb", nullable: false),
                    DatasetVersionId = table.Column<Guid>(type: "uuid", nullable: true),
                    Result = table.Column<string>(type: "jsonb", nullable: true),
                    FailureReason = table.Column<string>(type: "text", nullable: true),
                    CreatedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_estimates", x => x.Id);
                    table.ForeignKey(
                        name: "FK_estimates_dataset_versions_DatasetVersionId",
                        column: x => x.DatasetVersionId,
                        principalTable: "dataset_versions",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_estimates_teams_TeamId",
                        column: x => x.TeamId,
                        principalTable: "teams",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "sweeps",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    TeamId = table.Column<Guid>(type: "uuid", nullable: false),
                    Name = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    State = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    Search = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    Family = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    Spec = table.Column<string>(type: "jsonb", nullable: false),
                    Axes = table.Column<string>(type: "jsonb", nullable: false),
                    Rungs = table.Column<long[]>(type: "bigint[]", nullable: false),
                    Reduction = table.Column<int>(type: "integer", nullable: false),
                    Seed = table.Column<long>(type: "bigint", nullable: false),
                    CreatedBy = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: false),
                    CreatedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    FinishedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_sweeps", x => x.Id);
                    table.ForeignKey(
                        name: "FK_sweeps_teams_TeamId",
                        column: x => x.TeamId,
                        principalTable: "teams",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_runs_SweepId",
                table: "runs",
                column: "SweepId");

            migrationBuilder.CreateIndex(
                name: "IX_estimates_CreatedAt",
                table: "estimates",
                column: "CreatedAt");

            migrationBuilder.CreateIndex(
                name: "IX_estimates_DatasetVersionId",
                table: "estimates",
                column: "DatasetVersionId");

            migrationBuilder.CreateIndex(
                name: "IX_estimates_TeamId_Key",
                table: "estimates",
                columns: new[] { "TeamId", "Key" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_sweeps_State",
                table: "sweeps",
                column: "State");

            migrationBuilder.CreateIndex(
                name: "IX_sweeps_TeamId_Id",
                table: "sweeps",
                columns: new[] { "TeamId", "Id" });

            migrationBuilder.AddForeignKey(
                name: "FK_runs_sweeps_SweepId",
                table: "runs",
                column: "SweepId",
                principalTable: "sweeps",
                principalColumn: "Id",
                onDelete: ReferentialAction.SetNull);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "FK_runs_sweeps_SweepId",
                table: "runs");

            migrationBuilder.DropTable(
                name: "estimates");

            migrationBuilder.DropTable(
                name: "sweeps");

            migrationBuilder.DropIndex(
                name: "IX_runs_SweepId",
                table: "runs");

            migrationBuilder.DropColumn(
                name: "RungScores",
                table: "runs");

            migrationBuilder.DropColumn(
                name: "StepLimit",
                table: "runs");

            migrationBuilder.DropColumn(
                name: "SweepId",
                table: "runs");

            migrationBuilder.DropColumn(
                name: "Trial",
                table: "runs");

            migrationBuilder.DropColumn(
                name: "Validation",
                table: "runs");
        }
    }
}
