using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace WarpGrad.Migrations.Migrations
{
    /// <inheritdoc />
    public partial class ServingAdaptations : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AlterColumn<Guid>(
                name: "ModelVersionId",
                table: "adaptations",
                type: "uuid",
                nullable: true,
                oldClrType: typeof(Guid),
                oldType: "uuid");

            migrationBuilder.AddColumn<int>(
                name: "Attempts",
                table: "adaptations",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<string>(
                name: "ClaimedBy",
                table: "adaptations",
                type: "character varying(100)",
                maxLength: 100,
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "ClaimedUntil",
                table: "adaptations",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "Examples",
                table: "adaptations",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "ExpiresAt",
                table: "adaptations",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "Heavy",
                table: "adaptations",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "Kind",
                table: "adaptations",
                type: "character varying(32)",
                maxLength: 32,
                nullable: false,
                defaultValue: "Once");

            migrationBuilder.AddColumn<string>(
                name: "Name",
                table: "adaptations",
                type: "character varying(200)",
                maxLength: 200,
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "ParentId",
                table: "adaptations",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "Round",
                table: "adaptations",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.CreateIndex(
                name: "IX_adaptations_CreatedAt",
                table: "adaptations",
                column: "CreatedAt");

            migrationBuilder.CreateIndex(
                name: "IX_adaptations_ExpiresAt",
                table: "adaptations",
                column: "ExpiresAt");

            migrationBuilder.CreateIndex(
                name: "IX_adaptations_ParentId",
                table: "adaptations",
                column: "ParentId");

            migrationBuilder.CreateIndex(
                name: "IX_adaptations_waiting",
                table: "adaptations",
                columns: new[] { "State", "TeamId", "Id" },
                filter: "\"State\" = 'Pending'");

            migrationBuilder.AddForeignKey(
                name: "FK_adaptations_adaptations_ParentId",
                table: "adaptations",
                column: "ParentId",
                principalTable: "adaptations",
                principalColumn: "Id",
                onDelete: ReferentialAction.Cascade);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "FK_adaptations_adaptations_ParentId",
                table: "adaptations");

            migrationBuilder.DropIndex(
                name: "IX_adaptations_CreatedAt",
                table: "adaptations");

            migrationBuilder.DropIndex(
                name: "IX_adaptations_ExpiresAt",
                table: "adaptations");

            migrationBuilder.DropIndex(
                name: "IX_adaptations_ParentId",
                table: "adaptations");

            migrationBuilder.DropIndex(
                name: "IX_adaptations_waiting",
                table: "adaptations");

            migrationBuilder.DropColumn(
                name: "Attempts",
                table: "adaptations");

            migrationBuilder.DropColumn(
                name: "ClaimedBy",
                table: "adaptations");

            migrationBuilder.DropColumn(
                name: "ClaimedUntil",
                table: "adaptations");

            migrationBuilder.DropColumn(
                name: "Examples",
                table: "adaptations");

            migrationBuilder.DropColumn(
                name: "ExpiresAt",
                table: "adaptations");

            migrationBuilder.DropColumn(
                name: "Heavy",
                table: "adaptations");

            migrationBuilder.DropColumn(
                name: "Kind",
                table: "adaptations");

            migrationBuilder.DropColumn(
                name: "Name",
                table: "adaptations");

            migrationBuilder.DropColumn(
                name: "ParentId",
                table: "adaptations");

            migrationBuilder.DropColumn(
                name: "Round",
                table: "adaptations");

            migrationBuilder.AlterColumn<Guid>(
                name: "ModelVersionId",
                table: "adaptations",
                type: "uuid",
                nullable: false,
                defaultValue: new Guid("00000000-0000-0000-0000-000000000000"),
                oldClrType: typeof(Guid),
                oldType: "uuid",
                oldNullable: true);
        }
    }
}
